/**
 * `npm run bench segments`: a hundred segments over a million contacts, whole, by the day, at once, and while one
 * builds.
 */
import { sql as chunk } from "drizzle-orm";
import { closeDatabase } from "@/db/client";
import { keepUp } from "@/lib/segments/changed";
import { beginRefresh } from "@/lib/segments/clock";
import { previewSegment } from "@/lib/segments/members";
import { runRefresh } from "@/lib/segments/refresh";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { chosenSize, measure, report, tell, timed } from "../support/bench";
import { gatherCrowd } from "../support/bench-crowd";
import { gatherDeeds } from "../support/bench-deeds";
import { hundredSegments } from "../support/bench-segments";
import { useKey } from "../support/organization";

const n = chosenSize(1_000_000);
useKey();
const { sql } = database();

tell(`Making ${n.toLocaleString("en")} contacts and what they did …`);
const made = await timed(async () => gatherDeeds(sql, (await gatherCrowd(sql, n)).ctx.orgId, n));
const [great] = await sql`select org_id::int as id from contacts group by 1 order by count(*) desc limit 1`;
const ctx: Ctx = { orgId: great!.id, actor: { kind: "job", name: "Bench" } };
await sql`delete from segment_queue`;
await sql`delete from segments`;
const segments = await hundredSegments(sql, ctx.orgId);
for (const [name, include] of segments) {
  await sql`insert into segments (org_id, name, definition, in_force, state, created_by, edited_by)
    select ${ctx.orgId}, ${name}, d, d, 'active', 'Bench', 'Bench' from (select ${JSON.stringify({ include })}::text::jsonb as d) d`;
}
const day = 86_400_000;
let now = Date.now();
const first = await timed(() => refresh("whole"));
await sql`vacuum analyze contact_segments, contacts, contact_activity`;
tell(`Made in ${Math.round(made)} s; first filled in ${first.toFixed(1)} s.`);

const ms = async (work: () => Promise<unknown>) => (await timed(work)) * 1000;
const scan = () =>
  ms(
    () => sql`select count(*) from contacts c join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    where c.org_id = ${ctx.orgId} and cardinality(a.ordered_at) >= 0`,
  );
const common = { n, unit: "ms" as const, floorName: "contacts joined to activity", floor: scan };
const ids = (
  await sql`select id::int from contacts where org_id = ${ctx.orgId} and gone_at is null
  order by hashint8(id) limit 40000`
).map(({ id }) => id as number);
let next = 0;

report([
  await measure("segments", {
    ...common,
    work: "100 segments judged whole, with a day's writes",
    target: 12,
    run: () => ms(() => refresh("whole", day)),
  }),
  await measure("segments", {
    ...common,
    work: "the day's turn",
    target: 5,
    run: () => ms(() => refresh("day", day)),
  }),
  await measure("segments", { ...common, work: "counts while building, the middle of ten", target: 2, run: previews }),
  await measure("segments", {
    work: "one changed contact, all segments",
    n,
    unit: "ms",
    target: 4,
    floorName: "look-up by key, in a transaction of its own",
    floor: () =>
      mean(50, () =>
        transact(ctx, ({ db }) =>
          db.execute(chunk`select * from contacts
      where org_id = ${ctx.orgId} and id = ${ids[next++ % ids.length]}`),
        ),
      ),
    run: () =>
      mean(
        50,
        () => keepUp(ctx, { seconds: 60, now: new Date(now) }),
        () => change(1),
      ),
  }),
  await measure("segments", {
    work: "1,000 changed contacts, beside one",
    n,
    unit: "ms",
    target: 60,
    floorName: "one changed contact",
    floor: () =>
      mean(
        50,
        () => keepUp(ctx, { seconds: 60, now: new Date(now) }),
        () => change(1),
      ),
    run: () =>
      mean(
        5,
        () => keepUp(ctx, { seconds: 60, now: new Date(now) }),
        () => change(1000),
      ),
  }),
]);
await closeDatabase();

/** As of now, or so much later than the last. */
async function refresh(kind: "whole" | "day", later = 0) {
  now += later;
  const runId = await beginRefresh(ctx, { kind, day: null, zone: "Europe/Berlin" });
  await runRefresh(ctx, { runId: runId!, now: new Date(now) });
}

/** Somebody got an order: the newest of their history is of this minute. */
async function change(count: number) {
  const some = Array.from({ length: count }, () => ids[next++ % ids.length]!);
  await sql`update contact_activity set orders = orders + 1, last_order_at = now(),
    ordered_at = ordered_at || ${Math.floor(now / 60_000)}::int,
    order_sums = order_sums || coalesce(order_sums[cardinality(order_sums)], 0) + 100000
    where org_id = ${ctx.orgId} and contact_id = any(${some})`;
}

async function mean(rounds: number, work: () => Promise<unknown>, before?: () => Promise<unknown>): Promise<number> {
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    await before?.();
    sum += await ms(work);
  }
  return sum / rounds;
}

async function previews(): Promise<number> {
  const figures: number[] = [];
  for (let at = 0; at < 100; at += 10) {
    figures.push(await ms(() => previewSegment(ctx, { definition: { include: segments[at]![1] } })));
  }
  return figures.sort((a, b) => a - b)[5]!;
}
