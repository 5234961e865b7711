/**
 * A store that asks for a pause, or is out of reach, gets it from everybody: ever longer ones while it stays silent,
 * and after ten minutes a sentence on its page, which goes away by itself when it answers.
 */
import { and, eq, sql } from "drizzle-orm";
import { stores } from "@/db/schema";
import type { Throttled } from "@/lib/connectors/errors";
import { type Ctx, transact } from "@/lib/tenancy";
import type { StoreRow } from "./store";

const again = "It is asked again by itself, ever more rarely; nothing is lost.";
const longest = 3600;
const tenMinutes = 600;

/** Whether a store's trouble is its silence: it ends by itself, and nobody has to mend it. */
export const isSilence = (trouble: string): boolean => trouble.endsWith(again);

/** Seconds that the store is to be left alone, 0 when it may be asked. */
export const pauseLeft = ({ askAfter }: Pick<StoreRow, "askAfter">): number =>
  askAfter ? Math.max(0, Math.ceil((askAfter.getTime() - Date.now()) / 1000)) : 0;

/** Notes the pause: as long as asked for, and a quarter of the silence so far; an hour at most. Gives its seconds. */
export async function rest(ctx: Ctx, store: StoreRow, error: Throttled): Promise<number> {
  const silent = store.silentSince ? (Date.now() - store.silentSince.getTime()) / 1000 : 0;
  const seconds = Math.ceil(Math.min(longest, Math.max(1, error.retryAfterSeconds, silent / 4)));
  const sentence = `${error.message} ${again}`;
  await transact(ctx, (ctx) =>
    ctx.db
      .update(stores)
      .set({
        askAfter: sql`now() + ${seconds} * interval '1 second'`,
        silentSince: sql`coalesce(${stores.silentSince}, now())`,
        ...(silent > tenMinutes && {
          trouble: sql`coalesce(${stores.trouble}, ${sentence})`,
          troubleSince: sql`coalesce(${stores.troubleSince}, ${stores.silentSince}, now())`,
        }),
      })
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, store.id))),
  );
  return seconds;
}

/** The store answered: a silence that was noted is over. */
export async function answered(ctx: Ctx, store: StoreRow): Promise<void> {
  if (!store.silentSince) return;
  const ours = store.trouble !== null && isSilence(store.trouble);
  await transact(ctx, (ctx) =>
    ctx.db
      .update(stores)
      .set({ askAfter: null, silentSince: null, ...(ours && { trouble: null, troubleSince: null }) })
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, store.id))),
  );
}
