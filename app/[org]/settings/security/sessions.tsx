import { ActionButton } from "@/app/ui/action-button";
import { Card, Line } from "@/app/ui/card";
import { Time } from "@/app/ui/values";
import type { SessionLine } from "@/lib/accounts";
import { revokeOtherSessions, revokeSession } from "../actions";

/** Where this account is logged in; each of it ends at a press. */
export function Sessions({ sessions, zone, org }: { sessions: SessionLine[]; zone: string; org: string }) {
  return (
    <Card title="Sessions" note={String(sessions.length)}>
      <div className="grid gap-4">
        <ul>
          {sessions.map((session) => (
            <Line
              key={session.id}
              end={
                session.current ? (
                  <span className="whitespace-nowrap">this browser</span>
                ) : (
                  <LogOut id={session.id} org={org} />
                )
              }
            >
              <div className="font-medium">{browserOf(session.userAgent)}</div>
              <div className="text-muted">
                last seen <Time at={session.lastSeenAt} zone={zone} as="ago" />, logged in{" "}
                <Time at={session.createdAt} zone={zone} />
              </div>
            </Line>
          ))}
        </ul>
        {sessions.length > 1 ? (
          <ActionButton action={revokeOtherSessions} org={org} look="stop" pending="Logging out…">
            Log out everywhere else
          </ActionButton>
        ) : null}
      </div>
    </Card>
  );
}

function LogOut({ id, org }: { id: string; org: string }) {
  return (
    <ActionButton action={revokeSession} org={org} hidden={{ session: id }} look="bare" pending="Logging out…">
      Log out
    </ActionButton>
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
