import { Card } from "@/app/ui/card";
import { Status, type Tone } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import { plural } from "@/lib/format";
import type { StoreDetail } from "@/lib/stores/stores";

const tones: Record<string, Tone> = { active: "ok", paused: "wait", disabled: "stop" };

/** Platforms switch a webhook off after failed answers and tell nobody; here it is told, and how often revived. */
export function Webhooks({ store, zone }: { store: StoreDetail; zone: string }) {
  if (store.webhooks.length === 0) return null;
  return (
    <Card title="Webhooks" note="what the store tells us at once">
      <ul className="grid grid-cols-1 gap-x-10 md:grid-cols-2">
        {store.webhooks.map((hook) => (
          <li key={hook.topic} className="flex items-baseline gap-3 border-b py-2">
            <Status tone={tones[hook.status] ?? "none"} wrap>
              <span className="wrap-anywhere">
                {hook.topic === "events" ? "All events we use, at one endpoint" : hook.topic}
              </span>{" "}
              {hook.status === "active" ? null : <span className="text-muted">{hook.status}</span>}
            </Status>
            <span className="ml-auto max-w-1/2 shrink-0 text-right text-small text-muted">
              <Seen hook={hook} zone={zone} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Seen({ hook, zone }: { hook: StoreDetail["webhooks"][number]; zone: string }) {
  if (!hook.revivedAt) {
    return (
      <>
        seen <Time at={hook.checkedAt} zone={zone} as="ago" />
      </>
    );
  }
  return (
    <>
      switched on again <Time at={hook.revivedAt} zone={zone} /> · {plural(hook.revivals, "time")}
    </>
  );
}
