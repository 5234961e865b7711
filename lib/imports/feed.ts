/** Reading ahead of who merges: staging goes on beside the merge, and waits when it is far enough. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "@/lib/tenancy";
import type { ImportRow } from "./row";
import { stage } from "./staged";

export type Feed = {
  /** Something was staged, or a little time has passed. Throws what staging threw. */
  news: () => Promise<void>;
  /** One chunk was merged. */
  taken: () => void;
  stop: () => Promise<void>;
};

/** Begins at once; `most` chunks are staged ahead. */
export function feed(ctx: Ctx, row: ImportRow, most: number): Feed {
  const control = new AbortController();
  let ahead = 0;
  let failure: unknown = null;
  const [room, bell] = [latch(), latch()];
  const turn = async () => {
    while (ahead >= most && !control.signal.aborted) await room.wait();
  };
  const staged = () => {
    ahead += 1;
    bell.ring();
  };
  const work = stage(ctx, row, { turn, staged, signal: control.signal }).catch((error: unknown) => {
    if (!control.signal.aborted) failure = error;
    bell.ring();
  });
  return {
    news: async () => {
      await Promise.race([bell.wait(), sleep(200, undefined, { ref: false })]);
      if (failure) throw failure;
    },
    taken: () => {
      ahead -= 1;
      room.ring();
    },
    stop: async () => {
      control.abort();
      room.ring();
      await work;
    },
  };
}

/** Who waits goes on at the next ring. */
function latch() {
  let ring = () => {};
  const wait = () => new Promise<void>((resolve) => (ring = resolve));
  return { wait, ring: () => ring() };
}
