import { clsx } from "clsx";
import { Card } from "@/app/ui/card";
import { channelWords } from "@/app/ui/words";
import { formatNumber } from "@/lib/format";
import type { HomeFigures } from "@/lib/home";

const channels = ["email", "sms", "push"] as const;
const parts = [
  { state: "subscribed", word: "subscribed", colour: "bg-ok" },
  { state: "pending", word: "pending", colour: "bg-wait" },
  { state: "unsubscribed", word: "unsubscribed", colour: "bg-stop" },
] as const;

/** How many agreed to what: a bar for the eye, the figures beside it. Who was never asked is the rest of the bar. */
export async function ConsentByChannel({ figures }: { figures: Promise<HomeFigures> }) {
  const { consent, contacts } = await figures;
  return (
    <Card title="Consent">
      <ul className="grid gap-3">
        {channels.map((channel) => (
          <li key={channel}>
            <div className="flex items-baseline justify-between">
              <span>{channelWords[channel]}</span>
              <span className="num text-small text-muted">{formatNumber(consent[channel].subscribed)} subscribed</span>
            </div>
            <div aria-hidden className="my-1.5 flex h-1.5 gap-px overflow-hidden rounded-full bg-none-soft">
              {parts.map(({ state, colour }) => (
                <div
                  key={state}
                  className={clsx("h-full", colour)}
                  style={{ width: share(consent[channel][state], contacts) }}
                />
              ))}
            </div>
            <div className="num text-small text-muted">
              {formatNumber(consent[channel].unsubscribed)} unsubscribed · {formatNumber(consent[channel].pending)}{" "}
              pending · {formatNumber(consent[channel].never)} never asked
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function share(part: number, of: number): string {
  return of === 0 ? "0" : `${(part / of) * 100}%`;
}
