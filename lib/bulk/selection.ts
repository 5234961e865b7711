/** Whom a bulk action means: everybody who matches a list's query at this moment, or contacts chosen one by one. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { everybodyOf, searching } from "@/lib/contacts/directory";
import { type Query, readQuery } from "@/lib/contacts/directory/params";
import { iso } from "@/lib/contacts/directory/rows";
import { invalid } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";

/** `all`: everybody who matches `query`, which is the list's as it stands in its address. `contacts` are public ids. */
export const Selected = z.object({
  all: z.boolean().default(false),
  query: z.string().max(8000).default(""),
  contacts: z.array(z.uuid()).max(500, "Choose at most 500 contacts one by one.").default([]),
  /** When it was counted: who came later is not meant, so that a store's newcomers do not upset what is confirmed. */
  at: z.iso.datetime().optional(),
});

export type Selected = z.output<typeof Selected>;

/** How many are meant now, and the moment of it. @throws Failure invalid when the query is not understood as a whole */
export async function countSelected(ctx: Ctx, input: Selected): Promise<{ n: number; at: string }> {
  permit(ctx, "contacts.read");
  return selecting(ctx, input, async (ctx, everybody) => {
    const [row] = await ctx.db.execute<{ n: number; at: string }>(
      sql`select count(*)::int as n, ${iso(sql`now()`)} as at from ${everybody}`,
    );
    return row!;
  });
}

/** Runs `work` in a transaction that may search; `everybody` is `contacts c … where …`. */
export async function selecting<T>(
  ctx: Ctx,
  selected: Selected,
  work: (ctx: Working, everybody: SQL) => Promise<T>,
): Promise<T> {
  if (!selected.all) return transact(ctx, (ctx) => work(ctx, chosen(ctx, selected.contacts)));
  const query = understood(selected.query);
  const known = selected.at ? sql` and c.created_at <= ${selected.at}::timestamptz` : sql``;
  return searching(ctx, query, async (ctx) => work(ctx, sql`${await everybodyOf(ctx, query)}${known}`));
}

/**
 * Writes down who it is, in the order of ids and in parts of `size`; returns how many. From here on rows may change as
 * they like, also by the action itself. Half a second a million, where a walk by cursor would have to ask the condition
 * again for each batch, of rows that the batches before have changed.
 */
export async function freeze(ctx: Working, bulkId: number, everybody: SQL, size: number): Promise<number> {
  const parts = await ctx.db.execute<{ n: number }>(sql`
    insert into bulk_targets (org_id, bulk_id, part, ids)
    select ${ctx.orgId}, ${bulkId}, part, array_agg(id order by id)
    from (
      select id, (row_number() over (order by id) - 1) / ${size}::int as part
      from (select c.id from ${everybody}) everybody
    ) numbered
    group by part returning cardinality(ids) as n`);
  return parts.reduce((sum, { n }) => sum + n, 0);
}

const chosen = (ctx: Working, contacts: string[]) =>
  sql`contacts c where c.org_id = ${ctx.orgId} and c.gone_at is null
    and c.public_id = any(${`{${contacts.join(",")}}`}::uuid[])`;

/** A condition that was not understood is left out of a list; of an action it would make the circle wider. */
function understood(text: string): Query {
  const { query, problems } = readQuery(manyOf(new URLSearchParams(text)));
  if (problems.length > 0) throw invalid(`${problems.join(" ")} Nothing was changed.`);
  return { ...query, cursor: null };
}

/** As a page's search parameters: a name that comes twice is a list. */
function manyOf(params: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}
