/** Consent per channel with the proof of its last change, and what a member may record of it. */
import { Fold } from "@/app/ui/fold";
import { Status } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import { channelWords, consentWords } from "@/app/ui/words";
import type { ChannelConsent, Subscriptions } from "@/lib/contacts/subscriptions";
import type { Rights } from "../row/rows";
import { OptIn, OptOut } from "./record";

type Props = { of: Subscriptions; org: string; zone: string; rights: Rights };

/** Channels one could be reached on, or on which something was decided; the others tell nothing. */
export function ConsentLines({ of, org, zone, rights }: Props) {
  const told = of.consent.filter((one) => one.reachable || one.state !== "never");
  const leaving = told.filter((one) => one.state !== "unsubscribed");
  const joining = told.filter((one) => one.reachable && one.state !== "subscribed");
  return (
    <section aria-labelledby="consent-title" className="grid gap-3 border-t pt-4">
      <h2 id="consent-title">Consent</h2>
      {told.length === 0 ? <p className="text-muted">There is no address to write to.</p> : null}
      <ul className="grid gap-3">
        {told.map((one) => (
          <ConsentLine key={one.channel} one={one} zone={zone} />
        ))}
      </ul>
      {rights.consent && leaving.length > 0 ? (
        <Fold title="Unsubscribe">
          <OptOut contact={of.id} org={org} channels={leaving.map(({ channel }) => channel)} />
        </Fold>
      ) : null}
      {rights.consent && joining.length > 0 ? (
        <Fold title="Record a consent given elsewhere">
          <OptIn contact={of.id} org={org} channels={joining.map(({ channel }) => channel)} zone={zone} />
        </Fold>
      ) : null}
    </section>
  );
}

function ConsentLine({ one, zone }: { one: ChannelConsent; zone: string }) {
  const { channel, state, since, suppressed, last } = one;
  const { tone, word } = consentWords[state]!;
  return (
    <li className="grid gap-0.5">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{channelWords[channel]}</span>
        <Status wrap tone={tone}>
          {word}
        </Status>
        {since ? (
          <span className="text-small text-muted">
            since <Time at={since} zone={zone} />
          </span>
        ) : null}
        {suppressed ? (
          <Status wrap tone="stop">
            Suppressed
          </Status>
        ) : null}
      </div>
      {last ? (
        <div className="text-small break-words text-muted">
          {last.before} → {last.after}, {last.method}
          {last.source.toLowerCase() === last.method.toLowerCase() ? "" : `, ${last.source}`}; recorded{" "}
          <Time at={last.recordedAt} zone={zone} /> by {last.actor}
          <div className="font-mono break-words">{last.evidence}</div>
        </div>
      ) : null}
    </li>
  );
}
