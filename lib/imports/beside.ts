/**
 * Chunks merged side by side: one transaction has the store's turn and merges the last of them, helpers the others, each
 * in a transaction of its own on a connection that it has before anybody waits for the store.
 */
import { sql } from "drizzle-orm";
import { env } from "@/lib/env";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { linesOf, markSettled, quicken } from "./chunks";
import { mergeHeld } from "./merge/chunk";
import type { Merged } from "./merge/merged";
import { actorOf, type Chunk, type ImportRow } from "./row";

export type Helper = {
  /** Its transaction is open. */
  begun: Promise<void>;
  /** Merges the chunk, and is through after `before`; null where it or what is before it could not be. */
  merge: (work: Work) => Promise<Merged | null>;
  /** Ends when it has ended. Who was given nothing does nothing. */
  dismiss: () => Promise<void>;
};

type Work = { row: ImportRow; chunk: Chunk; someErased: boolean; before: Promise<unknown> };

/** Of all imports in this process. A fourth of the connections: whoever waits for a helper never waits for its last. */
let helping = 0;

/** As many as are wished for, or as there are connections for. */
export function helpers(ctx: Ctx, wish: number): Helper[] {
  const most = Math.floor(env().DATABASE_POOL / 4);
  return Array.from({ length: Math.max(0, Math.min(wish, most - helping)) }, () => helper(ctx));
}

function helper(ctx: Ctx): Helper {
  const [begun, given, merged] = [promise<void>(), promise<Work | null>(), promise<Merged | null>()];
  helping += 1;
  const ended = transact(ctx, async (ctx) => {
    begun.resolve();
    const work = await given.made;
    return work && mergeGiven(ctx, work);
  })
    .then(merged.resolve, (error) => {
      // What was wrong with the chunk is met once more where it is merged alone.
      begun.reject(error);
      merged.resolve(null);
    })
    .finally(() => {
      helping -= 1;
    });
  begun.made.catch(() => {});
  return {
    begun: begun.made,
    merge: (work) => {
      given.resolve(work);
      return merged.made;
    },
    dismiss: () => {
      given.resolve(null);
      return ended;
    },
  };
}

/** Nothing that it waits for is held by who waits for it: should that ever be wrong, it gives up. */
async function mergeGiven(ctx: Working, { row, chunk, someErased, before }: Work): Promise<Merged> {
  const acting = { ...ctx, actor: actorOf(row) };
  await quicken(ctx);
  await ctx.db.execute(sql`select set_config('lock_timeout', '10s', true)`);
  const merged = await mergeHeld(acting, row, linesOf(chunk), { someErased, alone: false });
  await markSettled(acting, row, chunk, merged, true);
  if (!(await before)) throw new Error("A chunk before this one is not through.");
  return merged;
}

function promise<T>() {
  let [resolve, reject] = [(_: T) => {}, (_: unknown) => {}];
  const made = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { made, resolve, reject };
}
