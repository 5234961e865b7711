/** The dry run: what an import of the whole file would do. Nothing but staged rows is written. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { addressHasher } from "@/lib/address-hash";
import type { Working } from "@/lib/tenancy";
import { foresee, type People } from "./foreseen";
import { sentenceOf } from "./reasons";
import type { ImportRow } from "./row";

/** Counts of rows but `new`, `updated`, `known` and `keptUnsubscribed`, which are people. */
export type Checked = {
  rows: number;
  new: number;
  updated: number;
  known: number;
  /** Rows of people the file told before. */
  repeated: number;
  keptUnsubscribed: number;
  rejected: number;
  /** The most frequent first, with the first five rows of each. */
  reasons: { reason: string; sentence: string; count: number; examples: Example[] }[];
  /** Addresses that look mistyped, with what was probably meant; none is changed. */
  hints: { count: number; examples: { line: number; typed: string; meant: string }[] };
  role: number;
  disposable: number;
  /** Cells that cannot be read and are left out of rows that are taken. */
  leftOut: number;
  /** By column, how many of its cells hold something. */
  filled: number[];
};
export type Example = { line: number; column: number | null; cells: string[] };

/** What staging told of a chunk. */
const Told = z.object({
  reasons: z.record(
    z.string(),
    z.object({
      count: z.number(),
      examples: z.array(z.object({ line: z.number(), column: z.number().nullable(), cells: z.array(z.string()) })),
    }),
  ),
  flags: z.object({ hint: z.number(), role: z.number(), disposable: z.number() }),
  leftOut: z.number(),
  filled: z.array(z.number()),
});

/** Once all of the file is staged. */
export async function summarise(ctx: Working, row: ImportRow): Promise<Checked> {
  const chunks = await ctx.db.execute<{ rows: number; rejected: number; told: unknown }>(sql`
    select rows, rejected, told from import_chunks where org_id = ${ctx.orgId} and import_id = ${row.id}
      order by chunk`);
  const told = chunks.map((chunk) => ({ ...chunk, ...Told.parse(chunk.told) }));
  const sum = (of: (chunk: (typeof told)[number]) => number) => told.reduce((total, chunk) => total + of(chunk), 0);
  const people = row.kind === "suppressed" ? await suppressedOf(ctx, row) : await foresee(ctx, row);
  const erased = await erasedIn(ctx, row);
  const width = Math.max(0, ...told.map(({ filled }) => filled.length));
  const { rows, ...counts } = people;
  return {
    ...counts,
    rows: sum((chunk) => chunk.rows),
    repeated: rows - counts.new - counts.updated - counts.known,
    rejected: sum((chunk) => chunk.rejected) + erased.count,
    new: Math.max(0, counts.new - erased.people),
    reasons: reasonsOf(
      told.map(({ reasons }) => reasons),
      erased.count,
    ),
    hints: { count: sum(({ flags }) => flags.hint), examples: await hintsOf(ctx, row) },
    role: sum(({ flags }) => flags.role),
    disposable: sum(({ flags }) => flags.disposable),
    leftOut: sum(({ leftOut }) => leftOut),
    filled: Array.from({ length: width }, (_, at) => sum(({ filled }) => filled[at] ?? 0)),
  };
}

/** As they are merged (./merge/suppressed.ts): an address suppressed for the same reason already is known. */
async function suppressedOf(ctx: Working, row: ImportRow): Promise<People> {
  const [counted] = await ctx.db.execute<Omit<People, "updated" | "keptUnsubscribed">>(sql`
    with told as (
      select case when email is null then 'sms' else 'email' end as channel, coalesce(email, phone) as address,
        max(coalesce(suppressed, 'manual')) as reason, count(*) as n
      from import_staging where org_id = ${ctx.orgId} and import_id = ${row.id} and coalesce(email, phone) is not null
      group by 1, 2
    ), judged as (
      select n, exists (select from suppressions x where x.org_id = ${ctx.orgId} and x.channel = told.channel
        and x.address = told.address and x.reason = told.reason) as known
      from told
    )
    select coalesce(sum(n), 0)::int as rows, count(*) filter (where known)::int as known,
      count(*) filter (where not known)::int as new
    from judged`);
  return { ...counted!, updated: 0, keptUnsubscribed: 0 };
}

/** Who was erased; nothing of them is shown. */
async function erasedIn(ctx: Working, row: ImportRow): Promise<{ count: number; people: number }> {
  const erased = await ctx.db.execute<{ hash: string }>(
    sql`select distinct address_hash as hash from suppressions where org_id = ${ctx.orgId} and reason = 'erased'`,
  );
  if (erased.length === 0) return { count: 0, people: 0 };
  const known = new Set(erased.map(({ hash }) => hash));
  const hashesOf = addressHasher(ctx.orgId);
  const found = { count: 0, people: 0 };
  for (let last = ""; ; ) {
    const some = await ctx.db.execute<{ address: string; n: number }>(sql`
      select coalesce(email, phone) as address, count(*)::int as n from import_staging
      where org_id = ${ctx.orgId} and import_id = ${row.id} and coalesce(email, phone) > ${last}
      group by 1 order by 1 limit 50000`);
    if (some.length === 0) return found;
    for (const { address, n } of some) {
      if (!hashesOf(address).some((hash) => known.has(hash))) continue;
      found.count += n;
      found.people += 1;
    }
    last = some.at(-1)!.address;
  }
}

type Reasons = z.output<typeof Told>["reasons"];

function reasonsOf(chunks: Reasons[], erased: number): Checked["reasons"] {
  const sums = new Map<string, { count: number; examples: Example[] }>();
  for (const chunk of chunks) {
    for (const [reason, { count, examples }] of Object.entries(chunk)) {
      const sum = sums.get(reason) ?? { count: 0, examples: [] };
      sums.set(reason, { count: sum.count + count, examples: [...sum.examples, ...examples].slice(0, 5) });
    }
  }
  if (erased > 0) sums.set("erased", { count: erased, examples: [] });
  const all = [...sums].map(([reason, sum]) => ({ reason, sentence: sentenceOf(reason), ...sum }));
  return all.sort((a, b) => b.count - a.count);
}

async function hintsOf(ctx: Working, row: ImportRow) {
  const rows = await ctx.db.execute<{ line: number; typed: string; meant: string }>(sql`
    select line, email_typed as typed, hint as meant from import_staging
    where org_id = ${ctx.orgId} and import_id = ${row.id} and hint is not null order by line limit 10`);
  return [...rows];
}
