/**
 * Contacts that changed are asked anew, in order of arrival and many at once. Every writer's change is noted by
 * triggers (migration "segment_queue"); what is taken from the queue is kept in the same transaction, so nothing is
 * ever lost.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { permit } from "@/lib/permissions";
import {
  type Ctx,
  database,
  lookUpByKeys,
  planningOnce,
  together,
  transactBeyondPolicy,
  type Working,
} from "@/lib/tenancy";
import { type Day, dayAt } from "../calendar";
import { deltaOfSome, levelsOf } from "./judge";
import { keeping } from "./keeping";
import { knownOf, storesOf } from "./known";
import { momentOf } from "./moment";
import { activeSegments } from "./stored";
import { tryMembership } from "./turn";

const batchSize = 2_000;

/**
 * Looks at changed contacts until none waits, the time is over, or a refresh holds the membership. `now` is for tests.
 * `looked` counts contacts, `waiting` says that some are left.
 */
export async function keepUp(
  ctx: Ctx,
  input: { seconds: number; now?: Date },
): Promise<{ looked: number; waiting: boolean }> {
  permit(ctx, "contacts.edit");
  const until = Date.now() + input.seconds * 1000;
  let looked = 0;
  do {
    const some = await transactBeyondPolicy(ctx, (ctx) => batch(ctx, input.now));
    if (some === "held") break;
    looked += some.looked;
    if (!some.waiting) return { looked, waiting: false };
  } while (Date.now() < until);
  return { looked, waiting: true };
}

/** What is asked first needs no answer of what is asked beside it: it is on its way together. */
async function batch(begun: Working, now?: Date): Promise<{ looked: number; waiting: boolean } | "held"> {
  const ctx = planningOnce(begun);
  const [, ids, { inForce, numbers }, moment, stores] = await together([
    lookUpByKeys(begun),
    take(ctx),
    activeSegments(ctx),
    momentOf(ctx, now),
    storesOf(ctx),
  ]);
  if (ids === "held") return ids;
  if (ids.length === 0) return { looked: 0, waiting: await waits(ctx) };
  const at = { ...moment, known: await knownOf(ctx, inForce, stores) };
  const day = dayAt(at.timeZone, at.now);
  const kept = async () => {
    for (const level of levelsOf(inForce, numbers, at)) await keepSome(ctx, deltaOfSome(at, level, arrayOf(ids)), day);
  };
  const [, waiting] = await together([kept(), waits(ctx)]);
  return { looked: ids.length, waiting };
}

async function waits(ctx: Working): Promise<boolean> {
  const [row] = await ctx.db.execute<{ some: boolean }>(
    sql`select exists (select from segment_queue where org_id = ${ctx.orgId}) as some`,
  );
  return row!.some;
}

const arrayOf = (ids: number[]) => sql`${`{${ids.join(",")}}`}::text::bigint[]`;

/**
 * The oldest rows of the queue, together at most a batch, or one row that is larger; none is touched while another is
 * at it.
 */
async function take(ctx: Working): Promise<number[] | "held"> {
  const [row] = await ctx.db.execute<{ mine: boolean; ids: string }>(sql`
    with turn as materialized (select ${tryMembership(ctx)} as mine),
    oldest as (
      select id, sum(cardinality(contacts)) over (order by id) - cardinality(contacts) as before
      from (select id, contacts from segment_queue where org_id = ${ctx.orgId} and (select mine from turn)
        order by id limit ${batchSize}) q
    ), taken as (
      delete from segment_queue q using oldest o
      where q.org_id = ${ctx.orgId} and q.id = o.id and o.before < ${batchSize} returning q.contacts
    )
    select mine, array_to_string(array(select distinct unnest(contacts) from taken order by 1), ',') as ids from turn`);
  if (!row!.mine) return "held";
  return row!.ids === "" ? [] : row!.ids.split(",").map(Number);
}

/**
 * Reading and planning the conditions of a hundred segments takes longer than asking them of a contact: a connection
 * does it once a day, for any contacts.
 */
async function keepSome(ctx: Working, delta: SQL, day: Day): Promise<void> {
  const parts = keeping(ctx, { told: true, runId: null, day }).map(
    ([name, part]) => sql`${sql.identifier(name)} as (${part})`,
  );
  await ctx.db.execute(
    sql`with delta as materialized (${delta}), ${sql.join(parts, sql`, `)} select count(*) as n from moved`,
  );
}

/**
 * Ends as soon as contacts of an organization wait, or when the time is over. `just`: organizations told of a moment
 * ago; they are told of again only when they still wait after four seconds. `since`: when the watch was to begin; one
 * that comes more than a minute late on a busy machine leaves it to the next.
 */
export async function watchQueue(input: {
  seconds: number;
  just: number[];
  since: number;
}): Promise<{ waiting: number[]; seconds: number }> {
  const begun = Date.now();
  if (begun - input.since > 120_000) return { waiting: [], seconds: 60 };
  for (;;) {
    const passed = (Date.now() - begun) / 1000;
    const all = await waitingOrganizations();
    const waiting = passed < 4 ? all.filter((id) => !input.just.includes(id)) : all;
    if (waiting.length > 0 || passed > input.seconds) return { waiting, seconds: passed };
    await sleep(600);
  }
}

/**
 * Organizations whose queue is not empty. Those without a segment have theirs emptied: a segment made later is filled
 * from everything that a removed row stood for.
 */
export async function waitingOrganizations(): Promise<number[]> {
  const { sql } = database();
  await sql`delete from segment_queue q where not exists (
    select from segments s where s.org_id = q.org_id and s.state = 'active' and s.deleted_at is null)`;
  const rows = await sql`select distinct org_id::int as "orgId" from segment_queue`;
  return rows.map(({ orgId }) => orgId as number);
}
