/**
 * What Postgres puts off while chunks are merged, done beside the merge by a connection of its own: entries that wait
 * for the search index, and what the planner knows of tables that grow from nothing.
 */
import { errorFacts, log } from "@/lib/log";
import { database, refreshStatistics } from "@/lib/tenancy";

export type Tending = {
  /** So many contacts more are written. Waits for nothing. */
  written: (contacts: number) => void;
  stop: () => Promise<void>;
};

/** Of fewer rows nothing is put off that whoever writes next does not do at once. */
const worthwhile = 5_000;

export function tend(): Tending {
  let [waiting, total, planned] = [0, 0, 0];
  let work: Promise<void> | null = null;
  const begin = () => {
    waiting = 0;
    work = catchUp().finally(() => {
      work = null;
    });
  };
  const catchUp = async () => {
    // A look at a table while its first rows were on their way tells the planner that there are none in many pages.
    if (total >= Math.max(worthwhile, 4 * planned)) {
      planned = total;
      await besideIt("the planner was not told of tables that grew", () => refreshStatistics(total));
    }
    await besideIt("the search index was not tended; whoever writes next will do it", enterSearch);
  };
  return {
    written: (contacts) => {
      [waiting, total] = [waiting + contacts, total + contacts];
      if (!work && waiting >= worthwhile) begin();
    },
    stop: async () => {
      await work;
      if (waiting >= worthwhile) begin();
      await work;
    },
  };
}

/** Many rows at once cost a fourth of as many one by one; while it runs, those who write leave it alone. */
async function enterSearch(): Promise<void> {
  await database().sql`select gin_clean_pending_list('contacts_search')`;
}

/** No import fails of it. */
async function besideIt(remark: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn({ error: errorFacts(error) }, remark);
  }
}
