import { Card, Line } from "@/app/ui/card";
import { ActionForm } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { Time } from "@/app/ui/values";
import type { SessionLine } from "@/lib/accounts";
import { revokeOtherSessions, revokeSession } from "../actions";

/** Where this account is logged in; each of it ends at a press. */
export function Sessions({ sessions, zone }: { sessions: SessionLine[]; zone: string }) {
  return (
    <Card title="Sessions" note={String(sessions.length)}>
      <div className="grid gap-4">
        <ul>
          {sessions.map((session) => (
            <Line key={session.id} end={session.current ? "this browser" : <LogOut id={session.id} />}>
              <div className="font-medium">{browserOf(session.userAgent)}</div>
              <div className="text-muted">
                last seen <Time at={session.lastSeenAt} zone={zone} as="ago" />, logged in{" "}
                <Time at={session.createdAt} zone={zone} />
              </div>
            </Line>
          ))}
        </ul>
        {sessions.length > 1 ? (
          <ActionForm action={revokeOtherSessions} aria-label="Other sessions">
            <div>
              <Submit look="stop" pending="Logging out…">
                Log out everywhere else
              </Submit>
            </div>
          </ActionForm>
        ) : null}
      </div>
    </Card>
  );
}

function LogOut({ id }: { id: string }) {
  return (
    <ActionForm action={revokeSession} hidden={{ session: id }} className="grid gap-1">
      <Submit look="bare" pending="Logging out…">
        Log out
      </Submit>
    </ActionForm>
  );
}

/** "Firefox on Linux": enough to tell one's own devices apart. */
function browserOf(agent: string | null): string {
  if (!agent) return "Unknown browser";
  const browser = [/Edg/, /OPR/, /Firefox/, /Chrome|Chromium/, /Safari/].findIndex((sign) => sign.test(agent));
  const system = [/Android/, /iPhone|iPad/, /Windows/, /Mac OS/, /Linux/].findIndex((sign) => sign.test(agent));
  const name = ["Edge", "Opera", "Firefox", "Chrome", "Safari"][browser] ?? "Another browser";
  const place = ["Android", "iOS", "Windows", "macOS", "Linux"][system];
  return place ? `${name} on ${place}` : name;
}
