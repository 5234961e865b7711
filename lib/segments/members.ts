/** Who is in a segment, as it is kept; and who would be in one that is not saved yet. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { limitTo, whileAwaited, within } from "@/lib/contacts/directory/patience";
import { invalid, notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { anyId } from "@/lib/sets";
import { type Ctx, transact, transactBeyondPolicy, type Working } from "@/lib/tenancy";
import { predicate, universe } from "./compile";
import { momentOf } from "./moment";
import { OneSegment } from "./segments";

/** `id` is the public one. */
export type Person = { id: string; name: string; email: string | null; phone: string | null; store: string };

/** `after` is the last contact of the page before. */
export const ListMembers = OneSegment.extend({
  after: z.uuid().optional(),
  size: z.number().int().min(1).max(1000).default(50),
});

/**
 * Members, the newest contact first; `next` is null at the end. No array index serves behind a policy, and a rare
 * segment of a million contacts is found by it alone. @throws Failure not-found
 */
export async function listMembers(
  ctx: Ctx,
  input: z.input<typeof ListMembers>,
): Promise<{ people: Person[]; next: string | null }> {
  permit(ctx, "contacts.read");
  const { segment, after, size } = ListMembers.parse(input);
  return transactBeyondPolicy(ctx, async (ctx) => {
    const number = await numberOf(ctx, segment);
    const past = after ? sql`and s.contact_id < ${await innerId(ctx, after)}::bigint` : sql``;
    const people = await ctx.db.execute<Person>(sql`
      select ${person} from contact_segments s join contacts c on c.org_id = ${ctx.orgId} and c.id = s.contact_id
      join stores o on o.org_id = ${ctx.orgId} and o.id = c.store_id
      where s.org_id = ${ctx.orgId} and s.segs @> array[${number}::int] and ${universe(ctx.orgId)} ${past}
      order by s.contact_id desc limit ${size + 1}`);
    const page = people.slice(0, size);
    return { people: page, next: people.length > size ? page.at(-1)!.id : null };
  });
}

/** How many a definition means now and five of them; `n` is null where counting took longer than 20 seconds. */
export type Preview = { n: number | null; people: Person[] };

const patience = 20;

/** `signal`: nobody waits for it any more. @throws Failure invalid for a definition that is not understood */
export async function previewSegment(ctx: Ctx, input: { definition: unknown; signal?: AbortSignal }): Promise<Preview> {
  permit(ctx, "contacts.read");
  const preview = await within(patience, () =>
    transact(ctx, async (ctx) => {
      const condition = predicate(input.definition, await momentOf(ctx)).inlineParams();
      await limitTo(ctx, patience);
      await ctx.db.execute(sql`select set_config('jit', 'off', true)`);
      const everybody = sql`contacts c join contact_activity a on a.org_id = ${ctx.orgId} and a.contact_id = c.id
        where ${universe(ctx.orgId)} and ${condition}`;
      return whileAwaited(ctx, input.signal, async () => {
        const { n, some } = await count(ctx, everybody);
        const ids = some.length < Math.min(n, shown) ? await first(ctx, everybody) : some.slice(0, shown);
        return { n, people: await peopleOf(ctx, ids) };
      });
    }),
  );
  return preview ?? { n: null, people: [] };
}

const shown = 5;
const draws = 8;

/** Somebody of each eighth of all is found in the scan that counts. */
async function count(ctx: Working, everybody: SQL): Promise<{ n: number; some: string[] }> {
  const of = (draw: number) =>
    sql`max(c.id) filter (where c.id % ${sql.raw(String(draws))} = ${sql.raw(String(draw))})`;
  const each = Array.from({ length: draws }, (_, draw) => of(draw));
  const [row] = await ctx.db.execute<{ n: number; some: string[] }>(sql`
    select count(*)::int as n, array_remove(array[${sql.join(each, sql`, `)}], null)::text[] as some
      from ${everybody}`);
  return row!;
}

async function first(ctx: Working, everybody: SQL): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`select c.id from ${everybody} limit ${shown}`);
  return rows.map(({ id }) => id);
}

const peopleOf = (ctx: Working, ids: string[]): Promise<Person[]> =>
  ctx.db.execute<Person>(sql`select ${person} from contacts c join stores o on o.org_id = c.org_id and o.id = c.store_id
    where c.org_id = ${ctx.orgId} and c.id = ${anyId(ids)} order by c.id desc`);

const person = sql`c.public_id as id, concat_ws(' ', nullif(c.first_name, ''), nullif(c.last_name, '')) as name,
  coalesce(c.email_typed, c.email) as email, c.phone, o.name as store`;

async function numberOf(ctx: Working, segment: string): Promise<number> {
  const [row] = await ctx.db.execute<{ number: number; state: string }>(sql`
    select case when state = 'active' then id else 0 end as number from segments
    where org_id = ${ctx.orgId} and public_id = ${segment}::uuid and deleted_at is null`);
  if (!row) throw notFound("segment");
  return row.number;
}

const astray = "This page cannot be found any more. Begin anew.";

async function innerId(ctx: Working, contact: string): Promise<string> {
  const [row] = await ctx.db.execute<{ id: string }>(
    sql`select id from contacts where org_id = ${ctx.orgId} and public_id = ${contact}::uuid`,
  );
  if (!row) throw invalid(astray, { cursor: astray });
  return row.id;
}
