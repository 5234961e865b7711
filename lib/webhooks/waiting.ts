/** What waits in one store's inbox, read and understood a batch ahead of the one that is being applied. */
import { setImmediate as turn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { connectorOf, type StoreRow, storeById } from "@/lib/connection/store";
import type { Change } from "@/lib/connectors/types";
import { type Ctx, transact, type Working } from "@/lib/tenancy";

/** `askedAt`: when the store was asked what the letter only hinted at. */
export type Letter = { id: string; receivedAt: Date; changes: Change[]; askedAt?: Date };

type Row = { id: string; received_at: string; headers: Record<string, string>; body: Buffer };

const batchBytes = 20_000_000;
/**
 * Letters understood in one go: a millisecond, so that the batch before never waits for us to ask its next question.
 */
const atOnce = 20;

/**
 * A store's waiting deliveries, oldest first, in batches of at most `size` that fit into memory together. Reading takes
 * no locks: who applies a batch finds out by settling it whether another run was faster.
 */
export class WaitingLetters {
  private ahead: Promise<Letter[]> | undefined;

  constructor(
    private readonly ctx: Ctx,
    private readonly storeId: number,
    private readonly size: number,
  ) {}

  /** The next batch; empty when nothing waits or the store is not active. After a full one the next is being read. */
  async next(): Promise<Letter[]> {
    const ahead = this.ahead;
    this.ahead = undefined;
    let letters = ahead ? await ahead : [];
    // Ids are given out before they are seen: a lower one may have come behind our back, so the end is looked at anew.
    if (letters.length === 0) letters = await lettersAfter(this.ctx, this.storeId, "0", this.size);
    if (letters.length === this.size) {
      this.ahead = lettersAfter(this.ctx, this.storeId, letters.at(-1)!.id, this.size);
      // Told when its turn comes.
      this.ahead.catch(() => {});
    }
    return letters;
  }

  /** What was read ahead is out of date: another run was here, or letters were set aside. */
  async forget() {
    await this.ahead?.catch(() => {});
    this.ahead = undefined;
  }
}

/** The oldest that wait, after this inner id ("0" = from the start). Always one, however large. */
async function lettersAfter(ctx: Ctx, storeId: number, after: string, size: number): Promise<Letter[]> {
  const { store, rows } = await transact(ctx, async (ctx) => {
    const store = await storeById(ctx, storeId);
    return { store, rows: store.state === "active" ? await rowsAfter(ctx, storeId, after, size) : [] };
  });
  const letters: Letter[] = [];
  for (const [at, row] of rows.entries()) {
    if (at % atOnce === 0) await turn();
    letters.push({ id: row.id, receivedAt: new Date(row.received_at), changes: changesIn(store, row) });
  }
  return letters;
}

function changesIn(store: StoreRow, row: Row): Change[] {
  const settings = store.consentKeys.length > 0 ? { consentKeys: store.consentKeys } : {};
  return connectorOf(store).read(row, settings).changes;
}

/** Bodies are looked up one by one: a planner without statistics compares every waiting id with every chosen one. */
async function rowsAfter(ctx: Working, storeId: number, after: string, size: number): Promise<Row[]> {
  const rows = await ctx.db.execute(sql`
    with oldest as materialized (
      select id, bytes from webhook_waiting
      where org_id = ${ctx.orgId} and store_id = ${storeId} and id > ${after}::bigint
      order by id limit ${size}
    ), fitting as (
      select id, sum(bytes) over (order by id) - bytes as before from oldest
    )
    select d.id, d.received_at, d.headers, d.body from fitting f
    cross join lateral (
      select id, received_at, headers, body from webhook_deliveries
      where org_id = ${ctx.orgId} and store_id = ${storeId} and id = f.id offset 0
    ) d
    where f.before < ${batchBytes} order by f.id`);
  return rows as unknown as Row[];
}
