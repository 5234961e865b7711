/** Segments of an organization whose parts are killed: refreshed while it happens, and looked at when it is over. */
import { expect } from "vitest";
import { beginRefresh, tellRefresh } from "@/lib/segments/clock";
import { type Ctx, database } from "@/lib/tenancy";
import { catchUp, makeSegment } from "./segments";

/**
 * Two that are each other's opposite, one by what the other keeps; made while nobody is there, so all joining is told.
 */
export async function beginSegments(ctx: Ctx) {
  const buyers = await makeSegment(ctx, "Buyers", { field: "orders", operator: ">=", value: "1" });
  await makeSegment(ctx, "Others", { field: "segment", operator: "none", value: [buyers] });
  await catchUp(ctx);
}

/** All at once, by the job engine. */
export async function askForRefresh({ orgId }: Ctx) {
  const job: Ctx = { orgId, actor: { kind: "job", name: "Segments" } };
  const runId = await beginRefresh(job, { kind: "whole", day: null, zone: "Europe/Berlin" });
  await tellRefresh(orgId, runId!);
}

/**
 * Refreshes that were cut off come to their end; then everybody is where they belong, and what was told leads there.
 */
export async function membershipHolds(ctx: Ctx) {
  await catchUp(ctx);
  const rows = await database().sql<{ is: string | null; belongs: string | null; told: string | null }[]>`
    select (select string_agg(g.name, ',') from segments g where g.org_id = ${ctx.orgId} and g.id = any(s.segs)) as is,
      case when c.gone_at is null then case when a.orders > 0 then 'Buyers' else 'Others' end end as belongs,
      (select string_agg(t.name, ',') from (
        select g.name from segment_changes m cross join lateral (values (1, m.joined), (-1, m."left")) as v(way, segs)
        join segments g on g.org_id = m.org_id and g.id = any(v.segs)
        where m.org_id = ${ctx.orgId} and m.contact_id = c.id group by g.name having sum(v.way) <> 0) t) as told
    from contacts c join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    left join contact_segments s on s.org_id = c.org_id and s.contact_id = c.id where c.org_id = ${ctx.orgId}`;
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ is, belongs, told }) => is !== belongs || told !== belongs)).toEqual([]);
  const open = await database().sql`select 1 from segment_runs where org_id = ${ctx.orgId} and state = 'running'`;
  expect(open.length).toBe(0);
}
