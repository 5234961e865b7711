/** Applies a store's inbox: what a delivery does and that it is done are one transaction, so nothing comes twice. */
import { sql } from "drizzle-orm";
import { connectorOf, receivingOf, type StoreRow, storeById } from "@/lib/connection/store";
import type { Change } from "@/lib/connectors/types";
import { log } from "@/lib/log";
import { absorb, recordKey } from "@/lib/records/absorb";
import type { News } from "@/lib/records/batch";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";

const batchSize = 500;
const batchBytes = 20_000_000;

type Row = { id: string; received_at: string; headers: Record<string, string>; body: Buffer };
type Settled = { id: string; state: "applied" | "ignored" | "failed"; reason: string | null };

/**
 * Applies what waits in one store's inbox, oldest first, for at most `seconds`. Gives how many were settled and whether
 * more wait. A delivery that cannot be applied is marked failed with its reason and holds up nobody.
 */
export async function drain(ctx: Ctx, input: { storeId: number; seconds?: number }) {
  const until = Date.now() + (input.seconds ?? 20) * 1000;
  // A store that is not there has no culprit to set aside: "not found" at once, not 500 times.
  await transact(ctx, (ctx) => storeById(ctx, input.storeId));
  let settled = 0;
  while (Date.now() < until) {
    const count = await applyBatch(ctx, input.storeId, batchSize).catch((error) => {
      if (lost(error)) throw error;
      log.warn({ store: input.storeId, error: String(error) }, "a batch did not apply; going one by one");
      return applySingly(ctx, input.storeId);
    });
    settled += count;
    if (count === 0) return { settled, more: false };
  }
  return { settled, more: true };
}

/** The stores whose inbox holds something that no run has applied: what a lost hint would otherwise leave lying. */
export async function waitingStores(): Promise<{ orgId: number; storeId: number; seconds: number }[]> {
  const rows = await database().sql`
    select d.org_id::int as "orgId", d.store_id::int as "storeId",
      extract(epoch from now() - min(d.received_at))::int as seconds
    from webhook_deliveries d join stores s on s.org_id = d.org_id and s.id = d.store_id
    where d.state = 'waiting' and s.state = 'active' group by d.org_id, d.store_id`;
  return rows.map((row) => ({ orgId: row.orgId, storeId: row.storeId, seconds: row.seconds }));
}

async function applyBatch(ctx: Ctx, storeId: number, size: number): Promise<number> {
  return transact(ctx, async (ctx) => {
    const store = await storeById(ctx, storeId);
    if (store.state !== "active") return 0;
    const rows = await claim(ctx, storeId, size);
    if (rows.length > 0) await settle(ctx, store, await apply(ctx, store, rows), rows);
    return rows.length;
  });
}

/** After a batch failed: one at a time, each in its own transaction, so that only the culprit is set aside. */
async function applySingly(ctx: Ctx, storeId: number): Promise<number> {
  for (let count = 0; count < batchSize; count++) {
    const done = await applyBatch(ctx, storeId, 1).catch(async (error) => {
      if (lost(error)) throw error;
      await setAside(ctx, storeId, error);
      return 1;
    });
    if (done === 0) return count;
  }
  return batchSize;
}

/** The oldest that wait: at most `size` of them, and no more than fit into memory together, but always one. */
async function claim(ctx: Working, storeId: number, size: number): Promise<Row[]> {
  const waiting = sql`org_id = ${ctx.orgId} and store_id = ${storeId} and state = 'waiting'`;
  const rows = await ctx.db.execute(sql`
    with oldest as materialized (
      select id, octet_length(body) as bytes from webhook_deliveries where ${waiting} order by id limit ${size}
    ), fitting as (
      select id, sum(bytes) over (order by id) - bytes as before from oldest
    )
    select id::text, received_at, headers, body from webhook_deliveries
    where ${waiting} and id = any(array(select id from fitting where before < ${batchBytes}))
    order by id for update skip locked`);
  return rows as unknown as Row[];
}

async function apply(ctx: Working, store: StoreRow, rows: Row[]): Promise<Settled[]> {
  const connector = connectorOf(store);
  const settings = store.consentKeys.length > 0 ? { consentKeys: store.consentKeys } : {};
  const read = rows.map((row) => ({ row, changes: connector.read(row, settings).changes }));
  const news: News[] = read.flatMap(({ row, changes }) =>
    changes.map((change) => ({ change, asOf: new Date(row.received_at), authority: false })),
  );
  const outcome = await absorb(ctx, receivingOf(store), news);
  return read.map(({ row, changes }) => ({ id: row.id, ...verdict(changes, outcome) }));
}

function verdict(changes: Change[], outcome: { passedOver: Set<string>; stale: Set<string> }): Omit<Settled, "id"> {
  for (const change of changes) {
    if (change.kind === "refused") return { state: "failed", reason: change.reason };
    if (change.kind === "ignored") return { state: "ignored", reason: change.reason };
    const id = "record" in change ? change.record.externalId : change.externalId;
    const key = recordKey(change.kind.startsWith("customer") ? "customer" : "order", id);
    if (outcome.passedOver.has(key)) return { state: "ignored", reason: "Not among the kinds of people you take." };
    if (outcome.stale.has(key)) return { state: "ignored", reason: "Newer news of the same record came first." };
  }
  return { state: "applied", reason: null };
}

async function settle(ctx: Working, store: StoreRow, settled: Settled[], rows: Row[]) {
  await ctx.db.execute(sql`
    update webhook_deliveries d set state = s.state, reason = s.reason, settled_at = now(), attempts = attempts + 1
    from jsonb_to_recordset(${JSON.stringify(settled)}::text::jsonb) as s(id bigint, state text, reason text)
    where d.org_id = ${ctx.orgId} and d.id = s.id`);
  const refused = settled.findLast((one) => one.state === "failed")?.reason ?? null;
  await ctx.db.execute(sql`
    update stores set last_delivery_at = greatest(last_delivery_at, ${rows.at(-1)!.received_at}::timestamptz),
      trouble = coalesce(${refused}::text, trouble),
      trouble_since = case when ${refused}::text is null then trouble_since else coalesce(trouble_since, now()) end
    where org_id = ${ctx.orgId} and id = ${store.id}`);
}

async function setAside(ctx: Ctx, storeId: number, error: unknown) {
  log.error({ store: storeId, error: String(error) }, "a delivery could not be applied");
  await transact(ctx, async (ctx) => {
    const [row] = await claim(ctx, storeId, 1);
    if (!row) return;
    await ctx.db.execute(sql`update webhook_deliveries set state = 'failed', settled_at = now(), attempts = attempts + 1,
        reason = ${`It could not be applied: ${error instanceof Error ? error.message.slice(0, 300) : "unknown"}`}
      where org_id = ${ctx.orgId} and id = ${row.id}`);
  });
}

/** The database went away or asked for another try: the run is repeated, no delivery is at fault. */
function lost(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { code?: string } | null)?.code ?? "";
  return /^(CONNECTION|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|08|40|53|55P03|57)/.test(code);
}
