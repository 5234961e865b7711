/** People who were erased: what stores still tell of them is passed over, and nothing of it is kept. */
import { sql } from "drizzle-orm";
import { addressHashes } from "@/lib/address-hash";
import { anyText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { Batch, Said } from "./batch";
import type { StoreFrame } from "./stored";

/** Ids of the batch's records that speak of somebody erased. */
export type Erased = { customers: Set<string>; orders: Set<string> };

/**
 * By the keyed hash of the record's e-mail address, or of its number where it has none: a number may be shared with
 * somebody who is still here. And by the platform's ids, which are kept with the hash. What ended at the store may end.
 */
export async function findErased(ctx: Working, store: StoreFrame, batch: Batch): Promise<Erased> {
  const customers = hashesOf(ctx, batch.customers, (_, id) => id);
  const orders = hashesOf(ctx, batch.orders, (said) => said.record?.customerExternalId ?? null);
  const told = [...customers, ...orders];
  const here = sql`t.org_id = ${ctx.orgId} and t.store_id = ${store.id}`;
  const erased = sql`exists (select from suppressions p where p.org_id = ${ctx.orgId} and p.reason = 'erased'
    and p.address_hash = t.person->>'erased')`;
  const rows = await ctx.db.execute<{ kind: "address" | "account" | "order"; id: string }>(sql`
    select 'address' as kind, address_hash as id from suppressions where org_id = ${ctx.orgId} and reason = 'erased'
      and address_hash = ${anyText(told.flatMap((one) => one.hashes))}
    union all select 'account', t.external_id from store_customers t
      where ${here} and t.external_id = ${anyText(told.flatMap((one) => one.account ?? []))} and ${erased}
    union all select 'order', t.external_id from orders t
      where ${here} and t.external_id = ${anyText(orders.map(({ id }) => id))} and ${erased}`);
  const known = new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
  const is = ({ id, account, hashes }: Told) =>
    hashes.some((hash) => known.has(`address ${hash}`)) || known.has(`account ${account}`) || known.has(`order ${id}`);
  return {
    customers: new Set(customers.filter((one) => is({ ...one, id: "" })).map(({ id }) => id)),
    orders: new Set(orders.filter(is).map(({ id }) => id)),
  };
}

type Told = { id: string; account: string | null; hashes: string[] };

function hashesOf<R>(
  ctx: Working,
  told: Map<string, Said<R>>,
  accountOf: (said: Said<R>, id: string) => string | null,
) {
  return [...told].flatMap(([id, said]): Told[] => {
    if (!said.record) return [];
    const address = said.addresses.email ?? said.addresses.phone;
    return [{ id, account: accountOf(said, id), hashes: address ? addressHashes(ctx.orgId, address) : [] }];
  });
}
