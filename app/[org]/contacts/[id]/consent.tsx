/** What the person agreed to, per channel, and every piece of evidence behind it. */
import { Card, Line } from "@/app/ui/card";
import { Fold } from "@/app/ui/fold";
import { Note } from "@/app/ui/note";
import { Status } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import { channelWords, consentWords } from "@/app/ui/words";
import type { Evidence, Profile } from "@/lib/contacts/profile";
import { plural } from "@/lib/format";

const channels = ["email", "sms", "push"] as const;

export function Consent({ contact, zone }: { contact: Profile; zone: string }) {
  return (
    <Card title="Consent">
      {contact.suppressed || contact.disabledAt || contact.excludedAt ? (
        <div className="mb-3">
          <Note tone="stop">{heldBack(contact)}</Note>
        </div>
      ) : null}
      <ul>
        {channels.map((channel) => {
          const state = contact[`${channel}Consent`];
          return (
            <Line key={channel} end={<Since contact={contact} channel={channel} zone={zone} />}>
              <Status tone={consentWords[state]!.tone}>{channelWords[channel]}</Status>
            </Line>
          );
        })}
      </ul>
      <AllEvidence contact={contact} zone={zone} />
    </Card>
  );
}

function Since({ contact, channel, zone }: { contact: Profile; channel: (typeof channels)[number]; zone: string }) {
  const state = contact[`${channel}Consent`];
  const at = contact[`${channel}ConsentAt`];
  if (state === "never") return "never";
  const fitting = contact.evidence.filter((one) => one.channel === channel && one.after === state);
  // Who was subscribed already may have said so anew: what proves it is of the day that is shown.
  const decisive = fitting.find((one) => one.effectiveAt === at) ?? fitting.find((one) => one.before !== state);
  return (
    <>
      {state} {at ? <Time at={at} zone={zone} as="day" /> : null}
      {decisive ? `, ${decisive.method}` : ""}
    </>
  );
}

function heldBack(contact: Profile): string {
  if (contact.disabledAt) return "Disabled: receives nothing, whatever its consent.";
  if (contact.excludedAt) return "Excluded from all current and future lists and segments.";
  return "This address is suppressed: nothing is sent to it, whatever its consent.";
}

function AllEvidence({ contact, zone }: { contact: Profile; zone: string }) {
  const { evidence } = contact;
  if (evidence.length === 0) return <p className="mt-2 text-small text-muted">No evidence yet.</p>;
  return (
    <div className="mt-2 border-t pt-2.5">
      <Fold title={<span className="text-muted">Evidence · {plural(evidence.length, "change")}</span>}>
        <ul className="grid gap-4">
          {evidence.map((one) => (
            <EvidenceLine key={`${one.channel} ${one.recordedAt} ${one.evidence} ${one.after}`} one={one} zone={zone} />
          ))}
        </ul>
      </Fold>
    </div>
  );
}

function EvidenceLine({ one, zone }: { one: Evidence; zone: string }) {
  const change = one.before === one.after ? `stays ${one.after}` : `${one.before} → ${one.after}`;
  return (
    <li className="grid gap-1 border-b pb-4 last:border-0 last:pb-0">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{channelWords[one.channel]}</span>
        <Status tone={consentWords[one.after]?.tone ?? "none"}>{change}</Status>
        <span className="ml-auto text-small text-muted">
          effective <Time at={one.effectiveAt} zone={zone} />
        </span>
      </div>
      <div className="font-mono text-small break-all">{one.evidence}</div>
      <div className="text-small text-muted">
        {one.method}, {one.source}; recorded <Time at={one.recordedAt} zone={zone} /> by {one.actor}
      </div>
    </li>
  );
}
