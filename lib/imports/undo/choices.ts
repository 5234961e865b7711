/** What the import raised goes back to what it was, by the one writer of consent; what it lowered stays. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Channel, type Choice, type ConsentState, stateOf, undecided } from "@/lib/consent/consent";
import { choiceKey, choicesOf, holdChoices } from "@/lib/consent/stored";
import { type ChangedChoice, writeChoices } from "@/lib/consent/write";
import type { Working } from "@/lib/tenancy";
import { consentSource } from "../merge/consents";
import { type ImportRow, titleOf } from "../row";

const moment = z.coerce.date().nullable();
const Choices = z
  .record(z.string(), z.object({ in: moment, out: moment, claimed: moment, pending: moment }))
  .nullable()
  .catch(null);

type Raw = { id: string; did: string; choices: unknown; consent: Record<string, unknown> | null; since: string[] };

/** Gives the contacts whose state is another now. */
export async function lowerChoices(ctx: Working, row: ImportRow, ids: SQL): Promise<number[]> {
  const rows = await ctx.db.execute<Raw>(sql`
    select m.contact_id::text as id, m.did, m.before->'choices' as choices, m.consent, array(
      select distinct on (channel) channel || ' ' || (method = 'import' and strpos(evidence, ${titleOf(row)}) > 0)
      from consent_evidence e where e.org_id = ${ctx.orgId} and e.contact_id = m.contact_id
      order by channel, recorded_at desc, id desc) as since
    from import_changes m join contacts c on c.org_id = ${ctx.orgId} and c.id = m.contact_id
    where m.org_id = ${ctx.orgId} and m.import_id = ${row.id} and m.contact_id = ${ids} and m.undone_at is null
      and (m.consent is not null or m.before ? 'choices')`);
  if (rows.length === 0) return [];
  const contacts = rows.map(({ id }) => Number(id));
  await holdChoices(ctx, contacts);
  const known = await choicesOf(ctx, contacts);
  const changed = rows.flatMap((one) =>
    (["email", "sms"] as const).flatMap((channel) => lowered(row, one, channel, known)),
  );
  await writeChoices(ctx, changed, consentSource, "here");
  return changed.map(({ contactId }) => contactId);
}

function lowered(row: ImportRow, one: Raw, channel: Channel, known: Map<string, Choice>): ChangedChoice[] {
  const earlier = earlierOf(one, channel);
  const newest = one.since.find((word) => word.startsWith(`${channel} `));
  // Somebody else's word came after the import's: it holds.
  if (!earlier || newest === `${channel} false`) return [];
  const before = known.get(choiceKey(one.id, channel)) ?? undecided;
  if (height[stateOf(earlier)] >= height[stateOf(before)]) return [];
  const evidence = `${titleOf(row)} was undone by ${row.undoAskedBy ?? row.startedBy}`;
  const reason = { explicit: false, method: "import", evidence, effectiveAt: new Date() };
  return [{ contactId: Number(one.id), channel, before, after: earlier, reason, refused: [] }];
}

const height: Record<ConsentState, number> = { unsubscribed: 0, never: 1, pending: 2, subscribed: 3 };

/** As it stood before the import; null where the import said nothing of the channel. */
function earlierOf(one: Raw, channel: Channel): Choice | null {
  if (one.did === "created") return one.consent?.[channel] ? undecided : null;
  const was = Choices.parse(one.choices)?.[channel];
  return was ? { optedInAt: was.in, optedOutAt: was.out, claimedAt: was.claimed, pendingAt: was.pending } : null;
}
