/** What no page and no delivery tells: accounts that only orders name, and records that went or came without a word. */
import { sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import type { SyncRow } from "./sync";

const atOnce = 100;

/**
 * Accounts that our orders name and that were never told of, after `after` in order of id. Nobody but the store knows
 * them.
 */
export async function missingAccounts(ctx: Working, storeId: number, after: string | null): Promise<string[]> {
  const rows = await ctx.db.execute(sql`
    select distinct o.customer_external_id as id from orders o
    where o.org_id = ${ctx.orgId} and o.store_id = ${storeId} and o.ended_at is null
      and o.customer_external_id > ${after ?? ""}
      and not exists (select from store_customers s where s.org_id = o.org_id and s.store_id = o.store_id
        and s.external_id = o.customer_external_id)
    order by id limit ${atOnce}`);
  return rows.map((row) => String(row.id));
}

/** Keeps the ids of a page of the sweep. */
export async function remember(ctx: Working, syncId: number, kind: "customer" | "order", ids: string[]) {
  if (ids.length === 0) return;
  await ctx.db.execute(sql`insert into sync_seen (org_id, sync_id, kind, external_id)
    select ${ctx.orgId}, ${syncId}, ${kind}, id
      from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb) as id
    on conflict do nothing`);
}

export type Suspects = { kind: "customer" | "order"; externalIds: string[]; next: string | null };

/**
 * The next records to ask for by name, after `after` ("kind id"): ours that the sweep did not see, and seen ones that
 * we hold for ended. Seen ones that we never had were passed over and stay so.
 */
export async function suspects(
  ctx: Working,
  row: SyncRow,
  storeId: number,
  after: string | null,
  vanish: { customers: boolean; orders: boolean },
): Promise<Suspects> {
  const [kind, id] = after
    ? [after.slice(0, after.indexOf(" ")), after.slice(after.indexOf(" ") + 1)]
    : [vanish.customers ? "customer" : "order", ""];
  const table = sql.identifier(kind === "customer" ? "store_customers" : "orders");
  const rows = await ctx.db.execute(sql`
    select r.external_id from ${table} r
    left join lateral (
      select 1 as seen from sync_seen
      where org_id = ${ctx.orgId} and sync_id = ${row.id} and kind = ${kind} and external_id = r.external_id offset 0
    ) s on true
    where r.org_id = ${ctx.orgId} and r.store_id = ${storeId} and r.external_id > ${id}
      and (s.seen is null) = (r.ended_at is null)
    order by r.external_id limit ${atOnce}`);
  const externalIds = rows.map((found) => String(found.external_id));
  const last = externalIds.at(-1);
  const next = last !== undefined ? `${kind} ${last}` : kind === "customer" && vanish.orders ? "order " : null;
  return { kind: kind as "customer" | "order", externalIds, next };
}
