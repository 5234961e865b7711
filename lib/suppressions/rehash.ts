import { sql } from "drizzle-orm";
import { addressHasher } from "@/lib/address-hash";
import { hashMark } from "@/lib/secrets";
import { rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { wordOf } from "./words";

const batch = 5_000;

/**
 * After the key was turned: hashes every known address anew. Erased people have none; `kept` are those who are
 * recognised by an earlier key only, which therefore has to stay.
 */
export async function rehashAddresses(ctx: Working): Promise<{ rehashed: number; kept: number }> {
  const hashesOf = addressHasher(ctx.orgId);
  const old = sql`org_id = ${ctx.orgId} and left(address_hash, ${hashMark().length}::int) <> ${hashMark()}`;
  let rehashed = 0;
  for (;;) {
    const rows = await ctx.db.execute<{ id: string; address: string }>(
      sql`select id, address from suppressions where ${old} and address is not null order by id limit ${batch}`,
    );
    if (rows.length === 0) break;
    const fresh = rows.map(({ id, address }) => ({ id, hash: hashesOf(address)[0] }));
    await write(ctx, fresh);
    rehashed += rows.length;
  }
  const [row] = await ctx.db.execute<{ n: number }>(
    sql`select count(*)::int as n from suppressions where ${old} and address is null`,
  );
  return { rehashed, kept: row!.n };
}

/** One that was added again under the new key meanwhile is there already: it takes the older row's words, which ends. */
async function write(ctx: Working, rows: { id: string; hash: string }[]) {
  const fresh = sql`${rowsOf(rows)} as r(id bigint, hash text)`;
  await ctx.db.execute(sql`
    update suppressions o set also = o.also || ${wordOf(sql`s.added_by`, sql`s.added_at`, sql`s.note`)} || s.also
    from ${fresh} join suppressions s on s.org_id = ${ctx.orgId} and s.id = r.id
    where o.org_id = ${ctx.orgId} and o.channel = s.channel and o.address_hash = r.hash and o.reason = s.reason`);
  await ctx.db.execute(sql`
    delete from suppressions s using ${fresh} where s.org_id = ${ctx.orgId} and s.id = r.id and exists (
      select from suppressions o where o.org_id = ${ctx.orgId} and o.channel = s.channel and o.address_hash = r.hash
        and o.reason = s.reason)`);
  await ctx.db.execute(sql`
    update suppressions s set address_hash = r.hash from ${fresh} where s.org_id = ${ctx.orgId} and s.id = r.id`);
}
