/**
 * `kill -9` of who refreshes, and of its connections, in the middle of it: the membership is always one whole
 * refresh's, and what was told agrees.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { keepUp } from "@/lib/segments/changed";
import { beginRefresh } from "@/lib/segments/clock";
import { predicate, universe } from "@/lib/segments/compile";
import { momentOf } from "@/lib/segments/moment";
import { runRefresh } from "@/lib/segments/refresh";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { fillStore } from "../support/bulk";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { catchUp, makeSegment } from "../support/segments";
import { openShop } from "../support/shop";

useTestDatabase();
useKey();

const cuts = Number(process.env.FAULTS ?? (process.env.SOAK ? 50 : 3));
const refresher = fileURLToPath(new URL("../support/segment-refresher.ts", import.meta.url));
const day = 86_400_000;
const begin = Date.UTC(2026, 2, 1, 6);

test(
  `${cuts} refreshes and ${cuts} looks at changed contacts killed: all or nothing, and nothing is forgotten`,
  async () => {
    const { ctx, storeId } = await openShop();
    await fillStore(ctx, storeId, 3000);
    await database().sql`update contacts set born_at = ${new Date(begin).toISOString()}::timestamptz
      + (id % ${cuts + 40}) * interval '1 day' where org_id = ${ctx.orgId}`;
    const known = (operator: string, value: number) => ({ field: "known-since", operator, value });
    const base = await makeSegment(ctx, "a week", known("in-last", 7));
    await makeSegment(ctx, "long", known("more-than-ago", 3));
    await makeSegment(ctx, "not a week", { field: "segment", operator: "none", value: [base] });
    await catchUp(ctx, new Date(begin));
    const start = await membership(ctx);
    let before = new Date(begin);
    for (let cut = 0; cut < cuts; cut++) {
      const after = new Date(begin + (cut + 1) * day);
      const runId = (await beginRefresh(ctx, { kind: cut % 2 ? "day" : "whole", day: null, zone: "Europe/Berlin" }))!;
      await killed(ctx, runId, after, cut % 3 === 2);
      const [old, young, kept] = [await fresh(ctx, before), await fresh(ctx, after), await membership(ctx)];
      expect(old.join()).not.toBe(young.join());
      expect([old.join(), young.join()], `after cut ${cut}`).toContain(kept.join());
      await runRefresh(ctx, { runId, now: after });
      expect(await membership(ctx)).toEqual(young);
      await database().sql`update contacts set excluded_at = case when excluded_at is null then now() end
        where org_id = ${ctx.orgId} and id % 7 = ${Math.floor(cut / 2) % 7}`;
      await killed(ctx, 0, after, cut % 3 === 1);
      while ((await keepUp(ctx, { seconds: 60, now: after })).waiting);
      expect(await membership(ctx)).toEqual(await fresh(ctx, after));
      before = after;
    }
    await linesAgree(ctx, start);
  },
  120_000 + cuts * 30_000,
);

/** A process that is at it is killed, or the server ends its connections. */
async function killed({ orgId }: Ctx, runId: number, now: Date, byServer: boolean): Promise<void> {
  const mine = await pids();
  const words = ["--import", "tsx", refresher, String(orgId), String(runId), now.toISOString()];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), ended]);
  await sleep(Math.random() * 250);
  if (byServer) {
    const its = (await pids()).filter((pid) => !mine.includes(pid));
    await database().sql`select pg_terminate_backend(pid) from unnest(${its}::int[]) pid`;
    await sleep(50);
  }
  child.kill("SIGKILL");
  await ended;
}

async function pids(): Promise<number[]> {
  const rows = await database().sql`select pid from pg_stat_activity where datname = current_database()`;
  return rows.map(({ pid }) => pid as number);
}

async function membership({ orgId }: Ctx): Promise<string[]> {
  const rows = await database().sql`select g.name || ' ' || s.contact_id as one from segments g
      join contact_segments s on s.org_id = g.org_id and g.id = any(s.segs) where g.org_id = ${orgId}`;
  return rows.map(({ one }) => one as string).sort();
}

/** Who should be where as of a moment. One that follows from another is asked by its own words. */
async function fresh(ctx: Ctx, now: Date): Promise<string[]> {
  return transact(ctx, async (ctx) => {
    const at = await momentOf(ctx, now);
    const week = predicate({ include: { field: "known-since", operator: "in-last", value: 7 } }, at);
    const long = predicate({ include: { field: "known-since", operator: "more-than-ago", value: 3 } }, at);
    const rows = await ctx.db.execute<{ one: string }>(sql`
        select v.name || ' ' || c.id as one from contacts c join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
        cross join lateral (values ('a week', ${week}), ('long', ${long}), ('not a week', not ${week})) as v(name, holds)
        where v.holds and ${universe(ctx.orgId)}`);
    return rows.map(({ one }) => one).sort();
  });
}

/** Where everybody began and what was noted since is where they are. */
async function linesAgree({ orgId }: Ctx, start: string[]) {
  const rows = await database().sql<{ one: string; sum: number }[]>`
    select g.name || ' ' || m.contact_id as one, sum(v.way)::int as sum
    from segment_changes m cross join lateral (values (1, m.joined), (-1, m."left")) as v(way, segs)
    join segments g on g.org_id = m.org_id and g.id = any(v.segs) where m.org_id = ${orgId} group by 1`;
  const sums = new Map(start.map((one) => [one, 1]));
  for (const { one, sum } of rows) sums.set(one, (sums.get(one) ?? 0) + sum);
  const told = [...sums].filter(([, sum]) => sum !== 0);
  expect(told.filter(([, sum]) => sum !== 1)).toEqual([]);
  expect(told.map(([one]) => one).sort()).toEqual(await membership({ orgId } as Ctx));
}
