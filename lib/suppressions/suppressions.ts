/**
 * Addresses nobody may be written to, whatever their consent: who they are, why, and lifting what was put in by hand.
 */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { addressHashes } from "@/lib/address-hash";
import { audit } from "@/lib/audit";
import { iso } from "@/lib/contacts/directory/rows";
import { normalizeEmail, normalizePhone } from "@/lib/contacts/identity";
import { conflict, invalid, notFound } from "@/lib/errors";
import { keptIfDear } from "@/lib/kept";
import { permit } from "@/lib/permissions";
import { seal, unseal } from "@/lib/secrets";
import { anyText } from "@/lib/sets";
import { type Ctx, transact } from "@/lib/tenancy";
import { insert, type Undo } from "./add";
import { channels } from "./typed";
import { openUndo, sealUndo } from "./undo";
import type { Word } from "./words";

export { addressHash, addressHashes } from "@/lib/address-hash";
export { ImportSuppressions, importSuppressions, Suppress, type Suppressed, suppress, Undo, undoSuppress } from "./add";

export const reasons = ["manual", "bounce", "complaint", "invalid", "erased"] as const;
export type Reason = (typeof reasons)[number];

/** `cursor` is the `next` of the page before. */
export const ListSuppressions = z.object({
  q: z
    .string()
    .trim()
    .max(200)
    .refine((text) => !text.includes("\0"))
    .optional(),
  reason: z.enum(reasons).optional(),
  channel: z.enum(channels).optional(),
  cursor: z.string().max(400).optional(),
});
export const OneSuppression = z.object({ suppression: z.uuid() });

/** `id` is the public one; `address` is null for an erased person; `addedAt` an ISO text in UTC. */
export type Suppression = {
  id: string;
  channel: (typeof channels)[number];
  address: string | null;
  reason: Reason;
  note: string;
  addedAt: string;
  addedBy: string;
};

export const suppressionsAPage = 50;

/** Newest first. An erased person is found by the whole address only. @throws Failure invalid (a damaged cursor) */
export async function listSuppressions(
  ctx: Ctx,
  input: z.output<typeof ListSuppressions>,
): Promise<{ items: Suppression[]; next: string | null }> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const rows = await ctx.db.execute<Suppression & { place: string }>(sql`
      select public_id as id, channel, address, reason, note, ${iso(sql`added_at`)} as "addedAt", added_by as "addedBy",
        (extract(epoch from added_at) * 1000000)::bigint || ' ' || id as place
      from suppressions s
      where s.org_id = ${ctx.orgId} and ${input.reason ? sql`s.reason = ${input.reason}` : sql`true`}
        and ${input.channel ? sql`s.channel = ${input.channel}` : sql`true`}
        and ${matching(ctx, input.q)} and ${after(ctx, input.cursor)}
      order by s.added_at desc nulls last, s.id desc nulls last limit ${suppressionsAPage + 1}`);
    const page = rows.slice(0, suppressionsAPage);
    const last = rows.length > suppressionsAPage ? page.at(-1) : undefined;
    const next = last ? seal(last.place, placeOf(ctx)) : null;
    return { items: page.map(({ place, ...item }) => item), next };
  });
}

/** How many there are of each reason; of very many the numbers of a moment ago. */
export async function countSuppressions(ctx: Ctx): Promise<Record<Reason, number>> {
  permit(ctx, "contacts.read");
  const rows = await keptIfDear(`suppressions ${ctx.orgId}`, () =>
    transact(ctx, (ctx) =>
      ctx.db.execute<{ reason: Reason; n: number }>(
        sql`select reason, count(*)::int as n from suppressions where org_id = ${ctx.orgId} group by 1`,
      ),
    ),
  );
  const counts = { manual: 0, bounce: 0, complaint: 0, invalid: 0, erased: 0 };
  for (const { reason, n } of rows) counts[reason] = n;
  return counts;
}

/**
 * Lifts what was put in by hand; consent stays as it is. `undo` is what `undoLift` takes.
 * @throws Failure not-found, conflict for what no merchant may lift
 */
export async function liftSuppression(
  ctx: Ctx,
  input: z.output<typeof OneSuppression>,
): Promise<{ address: string; undo: string }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const [row] = await ctx.db.execute<Suppression & { also: Word[] }>(sql`
      select channel, address, reason, note, added_at::text as "addedAt", added_by as "addedBy", also from suppressions
      where org_id = ${ctx.orgId} and public_id = ${input.suppression}::uuid for update`);
    if (!row) throw notFound("suppression");
    if (row.reason !== "manual" || row.address === null) throw conflict(refusals[row.reason] ?? refusals.erased!);
    await ctx.db.execute(
      sql`delete from suppressions where org_id = ${ctx.orgId} and public_id = ${input.suppression}::uuid`,
    );
    await audit(ctx, "suppression.lifted", `suppression ${input.suppression}`, { channel: row.channel });
    return { address: row.address, undo: sealUndo(ctx.orgId, "lift", row) };
  });
}

/** Puts back what was lifted, as it was. @throws Failure not-found */
export async function undoLift(ctx: Ctx, input: z.output<typeof Undo>): Promise<{ address: string }> {
  permit(ctx, "contacts.edit");
  const { address, also, ...row } = Lifted.parse(openUndo(ctx.orgId, "lift", input.token));
  const { channel } = row;
  return transact(ctx, async (ctx) => {
    if ((await insert(ctx, row, [address])) > 0) {
      await audit(ctx, "suppression.lift-undone", `${channel} suppressions`);
    }
    for (const { by, at, note } of also) await insert(ctx, { channel, note, addedBy: by, addedAt: at }, [address]);
    return { address };
  });
}

const Lifted = z.object({
  channel: z.enum(channels),
  address: z.string(),
  note: z.string(),
  addedAt: z.string(),
  addedBy: z.string(),
  // A token made before there were such words has none.
  also: z.array(z.object({ by: z.string(), at: z.string(), note: z.string() })).default([]),
});

/** Why what was not put in by hand stays. */
export const refusals: Partial<Record<Reason, string>> = {
  bounce: "Mail to this address came back for good. It stays suppressed: writing again would harm your deliverability.",
  complaint: "This person reported a message as spam. The address stays suppressed.",
  invalid: "Nothing can be delivered to this address. It stays suppressed.",
  erased: "This person was erased. The suppression is what keeps them from coming back.",
};

const placeOf = (ctx: Ctx) => `suppressions ${ctx.orgId}`;

/** Any part of an address; a whole one also by its hash. */
function matching(ctx: Ctx, q: string | undefined): SQL {
  if (!q) return sql`true`;
  const part = q.normalize("NFC").toLowerCase();
  const whole = [normalizeEmail(q), normalizePhone(q)].filter((address) => address !== null);
  const hashes = whole.flatMap((address) => addressHashes(ctx.orgId, address));
  const digits = /^[+\d\s()./-]+$/.test(part) ? part.replace(/[\s()./-]/g, "") : part;
  return sql`(strpos(s.address, ${digits}) > 0 or s.address_hash = ${anyText(hashes)})`;
}

function after(ctx: Ctx, cursor: string | undefined): SQL {
  if (!cursor) return sql`true`;
  const [micros, id] = unsealed(cursor, placeOf(ctx)).split(" ");
  const at = sql`timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`;
  return sql`(s.added_at, s.id) < (${at}, ${id}::bigint)`;
}

function unsealed(cursor: string, place: string): string {
  try {
    return unseal(cursor, place);
  } catch {
    throw invalid("This page cannot be found any more. Begin at the newest.");
  }
}
