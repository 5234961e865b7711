/** Segments in tests: carry out what waits, and say who is in which. */
import { keepUp } from "@/lib/segments/changed";
import { beginRefresh } from "@/lib/segments/clock";
import { runRefresh } from "@/lib/segments/refresh";
import { createSegment } from "@/lib/segments/segments";
import { type Ctx, database } from "@/lib/tenancy";

const job = ({ orgId }: Pick<Ctx, "orgId">): Ctx => ({ orgId, actor: { kind: "job", name: "Segments" } });

/** Refreshes that were asked for, and contacts that changed. */
export async function catchUp(ctx: Pick<Ctx, "orgId">, now?: Date) {
  const runs = await database().sql`select id::int from segment_runs
    where org_id = ${ctx.orgId} and state = 'running' order by id`;
  for (const { id } of runs) await runRefresh(job(ctx), { runId: id, now });
  while ((await keepUp(job(ctx), { seconds: 60, now })).waiting);
}

export async function refreshWhole(ctx: Pick<Ctx, "orgId">, now?: Date) {
  const runId = await beginRefresh(job(ctx), { kind: "whole", day: null, zone: "Europe/Berlin" });
  await runRefresh(job(ctx), { runId: runId!, now });
  return runOf(ctx, runId!);
}

export async function runOf({ orgId }: Pick<Ctx, "orgId">, id: number) {
  const [run] = await database().sql`select kind, state, changed, joined, "left", changes, error from segment_runs
    where org_id = ${orgId} and id = ${id}`;
  return { ...run } as { kind: string; state: string; changed: number; joined: number; left: number };
}

/** `include` is the condition of everybody who is meant. */
export async function makeSegment(ctx: Ctx, name: string, include: object, exclude?: object): Promise<string> {
  const definition = exclude ? { include, exclude } : { include };
  return (await createSegment(ctx, { name, description: "", definition, draft: false })).segment;
}

/** E-mail addresses by the names of segments; of people without one, their inner ids. */
export async function membersByName({ orgId }: Pick<Ctx, "orgId">): Promise<Record<string, string[]>> {
  const rows = await database().sql<{ name: string; members: string[] }[]>`
    select g.name, coalesce(array_agg(coalesce(c.email, c.id::text) order by coalesce(c.email, c.id::text))
      filter (where s.contact_id is not null), '{}') as members
    from segments g
    left join contact_segments s on s.org_id = g.org_id and g.id = any(s.segs)
    left join contacts c on c.org_id = s.org_id and c.id = s.contact_id
    where g.org_id = ${orgId} and g.state = 'active' and g.deleted_at is null group by g.id, g.name order by g.name`;
  return Object.fromEntries(rows.map(({ name, members }) => [name, members]));
}

/** Sizes as they are kept, by name. */
export async function sizesByName({ orgId }: Pick<Ctx, "orgId">): Promise<Record<string, number>> {
  const rows = await database().sql<{ name: string; size: number }[]>`select name, size from segments
    where org_id = ${orgId} and state = 'active' and deleted_at is null order by name`;
  return Object.fromEntries(rows.map(({ name, size }) => [name, size]));
}
