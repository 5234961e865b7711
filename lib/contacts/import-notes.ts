/** What imports noted of choices, for who is merged and for undo. */
import { z } from "zod";
import { type Channel, type Choice, undecided } from "@/lib/consent/consent";

const moment = z.coerce.date().nullable();
const Choices = z
  .record(z.string(), z.object({ in: moment, out: moment, claimed: moment, pending: moment }))
  .nullable()
  .catch(null);

/** What an import noted of a contact's choices: as they were before, or, of one it opened, what it said. */
export type Noted = { id: string; did: string; choices: unknown; consent: Record<string, unknown> | null };

/** As it stood before the import; null where the import said nothing of the channel. */
export function earlierOf({ did, choices, consent }: Noted, channel: Channel): Choice | null {
  const was = Choices.parse(choices)?.[channel];
  if (was) return { optedInAt: was.in, optedOutAt: was.out, claimedAt: was.claimed, pendingAt: was.pending };
  return did === "created" && consent?.[channel] ? undecided : null;
}

/** As an import notes a choice that it changes. */
export const asNoted = ({ optedInAt, optedOutAt, claimedAt, pendingAt }: Choice) => ({
  in: optedInAt,
  out: optedOutAt,
  claimed: claimedAt,
  pending: pendingAt,
});
