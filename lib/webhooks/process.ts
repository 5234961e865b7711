/** Applies a store's inbox: what a delivery does and that it is done are one transaction, so nothing comes twice. */
import { type SQL, sql } from "drizzle-orm";
import { receivingAt, storeById } from "@/lib/connection/store";
import type { Change } from "@/lib/connectors/types";
import { erasedReason } from "@/lib/erased";
import { events, tell } from "@/lib/jobs";
import { errorFacts, log } from "@/lib/log";
import { type Absorbed, absorb, recordKey } from "@/lib/records/absorb";
import { takeProducts } from "@/lib/records/products";
import { anyId, rowsOf } from "@/lib/sets";
import { takeGroups } from "@/lib/store-groups/take";
import { type Ctx, database, refreshStatistics, transact, type Working } from "@/lib/tenancy";
import { lookUp, portionsOf } from "./look-up";
import { type Letter, WaitingLetters } from "./waiting";

const batchSize = 1000;

type Settled = { id: string; state: "applied" | "ignored" | "failed"; reason: string | null; blank?: true };

/**
 * Applies what waits in one store's inbox, oldest first, for at most `seconds`. Gives how many were settled and whether
 * more wait. A delivery that cannot be applied is marked failed with its reason and holds up nobody.
 */
export async function drain(ctx: Ctx, input: { storeId: number; seconds?: number }) {
  const until = Date.now() + (input.seconds ?? 20) * 1000;
  // A store that is not there has no culprit to set aside: "not found" at once, not for each letter.
  await transact(ctx, (ctx) => storeById(ctx, input.storeId));
  const waiting = new WaitingLetters(ctx, input.storeId, batchSize);
  let settled = 0;
  try {
    while (Date.now() < until) {
      const letters = await waiting.next();
      if (letters.length === 0) return { settled, more: false };
      if (settled === 0 && letters.length === batchSize) await refreshStatistics(batchSize);
      const { done, silent } = await applyAll(ctx, input.storeId, letters);
      if (done < letters.length) await waiting.forget();
      settled += done;
      if (silent) return { settled, more: false };
    }
    return { settled, more: true };
  } finally {
    await waiting.forget();
  }
}

/** The stores whose inbox holds something that no run has applied: what a lost hint would otherwise leave lying. */
export async function waitingStores(): Promise<{ orgId: number; storeId: number; seconds: number }[]> {
  const rows = await database().sql`
    select w.org_id::int as "orgId", w.store_id::int as "storeId",
      extract(epoch from now() - d.received_at)::int as seconds
    from (select org_id, store_id, min(id) as oldest from webhook_waiting group by org_id, store_id) w
    join stores s on s.org_id = w.org_id and s.id = w.store_id and s.state = 'active'
    join webhook_deliveries d on d.org_id = w.org_id and d.store_id = w.store_id and d.id = w.oldest`;
  return rows.map((row) => ({ orgId: row.orgId, storeId: row.storeId, seconds: row.seconds }));
}

/** Portion by portion, until the store is silent when asked. Gives how many were settled. */
async function applyAll(ctx: Ctx, storeId: number, letters: Letter[]): Promise<{ done: number; silent: boolean }> {
  let done = 0;
  for (const portion of portionsOf(letters)) {
    const told = await lookUp(ctx, storeId, portion);
    if (!told) return { done, silent: true };
    done += await applyOrSetAside(ctx, storeId, told);
  }
  return { done, silent: false };
}

/** A batch that fails is halved, and each half in its own transaction, until only the culprit is set aside. */
async function applyOrSetAside(ctx: Ctx, storeId: number, letters: Letter[]): Promise<number> {
  try {
    return await applyBatch(ctx, storeId, letters);
  } catch (error) {
    if (lost(error)) throw error;
    if (letters.length === 1) return setAside(ctx, storeId, letters[0]!, error);
    log.warn({ store: storeId, error: errorFacts(error) }, "a batch did not apply; it is halved");
  }
  const middle = letters.length >> 1;
  const before = await applyOrSetAside(ctx, storeId, letters.slice(0, middle));
  return before + (await applyOrSetAside(ctx, storeId, letters.slice(middle)));
}

/**
 * Gives how many were settled: none when the store rests, or when another run was faster and this one took itself back.
 */
async function applyBatch(ctx: Ctx, storeId: number, letters: Letter[]): Promise<number> {
  let stale = false;
  const work = transact(ctx, async (ctx) => {
    // The letters' state is written with what they do: a crash that loses this commit leaves them waiting.
    const [store] = await Promise.all([
      storeById(ctx, storeId),
      ctx.db.execute(sql`set local synchronous_commit = off`),
    ]);
    if (store.state !== "active") return 0;
    const news = letters.flatMap(({ changes, receivedAt, askedAt }) =>
      changes.map((change) => ({ change, asOf: askedAt ?? receivedAt, authority: askedAt !== undefined })),
    );
    const outcome = await absorb(ctx, await receivingAt(ctx, store), news);
    stale = await takeGroups(ctx, storeId, news);
    await takeProducts(ctx, storeId, news);
    await settle(ctx, storeId, letters, outcome);
    return letters.length;
  });
  const settled = await work.catch((error) => {
    if (error instanceof Overtaken) return 0;
    throw error;
  });
  if (stale && settled > 0) await tell(events.groupsStale.create({ orgId: ctx.orgId, storeId }));
  return settled;
}

/** Another run settled a letter of this batch since it was read. */
class Overtaken extends Error {}

async function settle(ctx: Working, storeId: number, letters: Letter[], outcome: Absorbed) {
  const settled = letters.map(({ id, changes }) => ({ id, ...verdict(changes, outcome) }));
  const applied = settled.filter(({ state }) => state === "applied");
  const others = settled.filter(({ state }) => state !== "applied");
  const counts = await Promise.all([
    keepOutcomes(ctx, storeId, applied, sql`select id, 'applied', null, attempts + 1 from taken`),
    keepOutcomes(
      ctx,
      storeId,
      others,
      sql`select id, s.state, s.reason, attempts + 1 from taken
        join ${rowsOf(others)} as s(id bigint, state text, reason text) using (id)`,
    ),
    empty(ctx, storeId, others),
    noteDelivery(ctx, storeId, letters, others.findLast(({ state }) => state === "failed")?.reason ?? null),
  ]);
  if (counts[0] + counts[1] < letters.length) throw new Overtaken();
}

/** Takes these off those that wait; `outcomes` are made of what was `taken`. Gives how many still waited. */
async function keepOutcomes(ctx: Working, storeId: number, settled: Pick<Settled, "id">[], outcomes: SQL) {
  if (settled.length === 0) return 0;
  // A range, because a planner that does not know the store yet takes ids for a filter and reads all that waits.
  const { count } = await ctx.db.execute(sql`
    with taken as (
      delete from webhook_waiting where org_id = ${ctx.orgId} and store_id = ${storeId}
        and id between ${settled[0]!.id}::bigint and ${settled.at(-1)!.id}::bigint
        and id + 0 = ${anyId(settled.map(({ id }) => id))}
      returning id, attempts
    )
    insert into webhook_outcomes (org_id, store_id, id, state, reason, attempts)
    select ${ctx.orgId}, ${storeId}, o.* from (${outcomes}) o
    on conflict (org_id, store_id, id) do update set state = excluded.state, reason = excluded.reason,
      attempts = webhook_outcomes.attempts + 1, settled_at = excluded.settled_at`);
  return count;
}

/** Letters that speak of whom nobody may keep anything. */
async function empty(ctx: Working, storeId: number, settled: Settled[]) {
  const blank = settled.filter(({ blank }) => blank);
  if (blank.length === 0) return;
  await ctx.db.execute(sql`update webhook_deliveries set body = ''
    where org_id = ${ctx.orgId} and store_id = ${storeId} and id = ${anyId(blank.map(({ id }) => id))}`);
}

function verdict(changes: Change[], outcome: Absorbed): Omit<Settled, "id"> {
  for (const change of changes) {
    if (change.kind === "refused") return { state: "failed", reason: change.reason };
    if (change.kind === "ignored") return { state: "ignored", reason: change.reason };
    if (change.kind === "demand")
      return { state: "ignored", reason: "It is honoured apart from the inbox.", blank: true };
    if ("group" in change || "groupId" in change) continue;
    const id = "record" in change ? change.record.externalId : change.externalId;
    const key = recordKey(change.kind.startsWith("customer") ? "customer" : "order", id);
    if (outcome.erased.has(key)) return { state: "ignored", reason: erasedReason, blank: true };
    if (outcome.passedOver.has(key)) return { state: "ignored", reason: "Not among the kinds of people you take." };
    if (outcome.stale.has(key)) return { state: "ignored", reason: "Newer news of the same record came first." };
  }
  return { state: "applied", reason: null };
}

async function noteDelivery(ctx: Working, storeId: number, letters: Letter[], refused: string | null) {
  await ctx.db.execute(sql`
    update stores set trouble = coalesce(${refused}::text, trouble),
      last_delivery_at = greatest(last_delivery_at, ${letters.at(-1)!.receivedAt.toISOString()}::timestamptz),
      trouble_since = case when ${refused}::text is null then trouble_since else coalesce(trouble_since, now()) end
    where org_id = ${ctx.orgId} and id = ${storeId}`);
}

async function setAside(ctx: Ctx, storeId: number, { id }: Letter, error: unknown): Promise<number> {
  const facts = errorFacts(error);
  const reason = `It could not be applied: ${String(facts.message).slice(0, 300)}`;
  const [row] = await transact(ctx, async (ctx) => {
    await keepOutcomes(ctx, storeId, [{ id }], sql`select id, 'failed', ${reason}::text, attempts + 1 from taken`);
    return ctx.db.execute<{ delivery: string }>(sql`select dedupe_key as delivery from webhook_deliveries
      where org_id = ${ctx.orgId} and store_id = ${storeId} and id = ${id}`);
  });
  log.error({ store: storeId, delivery: row?.delivery, error: facts }, "a delivery could not be applied");
  return 1;
}

/** The database went away or asked for another try: the run is repeated, no delivery is at fault. */
function lost(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { code?: string } | null)?.code ?? "";
  return /^(CONNECTION|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|08|40|53|55P03|57)/.test(code);
}
