/** Whether somebody whom a whole refresh changed should have been looked at before: the log tells, and nobody else. */
import { type SQL, sql } from "drizzle-orm";
import { log } from "@/lib/log";
import type { Working } from "@/lib/tenancy";
import type { Turned } from "./turned";

/** Of so many of those who changed, taken by lot: what goes wrong does not go wrong with one alone. */
const doubted = 10_000;

const unmoved: Turned = { columns: sql`a.*`, history: null, plain: null, rest: null };

/** `changed` gives contact_id. Those whom time moved and those who wait in the queue are as they should be. */
export async function doubt(ctx: Working, runId: number, changed: SQL, turned: Turned | null) {
  const { columns, history, rest } = turned ?? unmoved;
  const [row] = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from (select contact_id from (${changed}) t group by 1
      order by hashint8extended(contact_id, ${runId}::bigint) limit ${doubted}) d
    join contacts c on c.org_id = ${ctx.orgId} and c.id = d.contact_id
    cross join lateral (
      select ${columns} from contact_activity a where a.org_id = ${ctx.orgId} and a.contact_id = c.id offset 0) a
    where not ${history ?? sql`false`} and not ${rest ?? sql`false`} and c.id not in (
      select unnest(contacts) from segment_queue where org_id = ${ctx.orgId})`);
  if (row!.n > 0) log.warn({ run: runId, org: ctx.orgId, contacts: row!.n }, "segments were not as they should be");
}
