/** What the import raised goes back to what it was, by the one writer of consent; what it lowered stays. */
import { type SQL, sql } from "drizzle-orm";
import { type Channel, type Choice, since, stateOf, undecided } from "@/lib/consent/consent";
import { choiceKey, choicesOf, holdChoices } from "@/lib/consent/stored";
import { type ChangedChoice, writeChoices } from "@/lib/consent/write";
import { earlierOf, type Noted } from "@/lib/contacts/import-notes";
import type { Working } from "@/lib/tenancy";
import { consentSource } from "../merge/consents";
import { type ImportRow, titleOf } from "../row";
import { type Later, optedInBy, withLater } from "./later";

type Raw = Noted & { said: { channel: string; after: string; at: string }[] };

/** Gives the contacts whose choice is another now. `later`: what later files say of them, which holds on. */
export async function lowerChoices(
  ctx: Working,
  row: ImportRow,
  ids: SQL,
  later: Map<number, Later[]>,
): Promise<number[]> {
  const rows = await ctx.db.execute<Raw>(sql`
    select m.contact_id::text as id, m.did, m.before->'choices' as choices, m.consent, coalesce((
      select jsonb_agg(jsonb_build_object('channel', e.channel, 'after', e.after, 'at', e.effective_at))
      from consent_evidence e where e.org_id = ${ctx.orgId} and e.contact_id = m.contact_id and e.method = 'import'
        and strpos(e.evidence, ${titleOf(row)}) > 0 and not exists (
          select from consent_evidence o where o.org_id = ${ctx.orgId} and o.contact_id = m.contact_id
            and o.channel = e.channel and o.method not in ('import', 'merge') and (o.recorded_at, o.id) > (e.recorded_at, e.id))
      ), '[]') as said
    from import_changes m join contacts c on c.org_id = ${ctx.orgId} and c.id = m.contact_id
    where m.org_id = ${ctx.orgId} and m.import_id = ${row.id} and m.contact_id = ${ids} and m.undone_at is null
      and (m.consent is not null or m.before ? 'choices')`);
  if (rows.length === 0) return [];
  const contacts = rows.map(({ id }) => Number(id));
  await holdChoices(ctx, contacts);
  const known = await choicesOf(ctx, contacts);
  const changed = rows.flatMap((one) =>
    (["email", "sms"] as const).flatMap((channel) =>
      lowered(row, one, channel, known, later.get(Number(one.id)) ?? []),
    ),
  );
  await writeChoices(ctx, changed, consentSource, "here");
  return changed.map(({ contactId }) => contactId);
}

function lowered(row: ImportRow, one: Raw, channel: "email" | "sms", known: Map<string, Choice>, later: Later[]) {
  const earlier = earlierOf(one, channel);
  const before = known.get(choiceKey(one.id, channel)) ?? undecided;
  if (!earlier || !isWord(one, channel, before)) return [];
  const after = withLater({ ...earlier, optedOutAt: before.optedOutAt }, channel, later);
  const at = since(after);
  const stays = stateOf(after) === stateOf(before);
  const heir = later.find((file) => at && optedInBy(file, channel)?.getTime() === at.getTime());
  if (stays && !heir && at?.getTime() === since(before)?.getTime()) return [];
  const undone = `${titleOf(row)} was undone by ${row.undoAskedBy ?? row.startedBy}`;
  const reason = {
    explicit: false,
    method: "import",
    evidence: heir ? `${heir.evidence}; ${undone}` : undone,
    effectiveAt: (heir || stays) && at ? at : new Date(),
  };
  const change: ChangedChoice = { contactId: Number(one.id), channel, before, after, reason, refused: [] };
  return [change];
}

/** Whether what holds now is the import's word. Where somebody else's came after it, that one holds. */
function isWord({ said }: Raw, channel: Channel, now: Choice): boolean {
  const at = since(now)?.getTime();
  return said.some((one) => one.channel === channel && one.after === stateOf(now) && new Date(one.at).getTime() === at);
}
