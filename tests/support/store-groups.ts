/** Mirrors carried to their end, and who is in which group by the store and by us. */
import { advanceMirror } from "@/lib/store-groups/advance";
import { beginMirror, type MirrorKind } from "@/lib/store-groups/mirrors";
import { database } from "@/lib/tenancy";
import type { Connected } from "./connected";

/** Begins a mirror and carries it on, a stretch of one turn at a time. */
export async function mirror({ ctx, storeId }: Connected, kind: MirrorKind = "whole") {
  const mirrorId = await beginMirror(ctx, { storeId, kind });
  if (mirrorId === null) throw new Error("A mirror runs already.");
  return carry({ ctx, storeId }, mirrorId);
}

export async function carry({ ctx }: Pick<Connected, "ctx" | "storeId">, mirrorId: number) {
  while (!(await advanceMirror(ctx, { mirrorId, seconds: 0 })).done);
  const [row] = await database().sql`select state, error, groups_done, groups_total, members_done, joined, "left"
    from store_group_mirrors where org_id = ${ctx.orgId} and id = ${mirrorId}`;
  return row!;
}

/** By name: the members' ids at the store, in order. Groups that are gone are marked with a cross. */
export async function groupsOf({ ctx, storeId }: Connected): Promise<Record<string, string[]>> {
  const rows = await database().sql`
    select case when gone_at is null then name else '✝ ' || name end as name, size, coalesce((select array_agg(external_id
      order by external_id) from store_group_members m where m.org_id = g.org_id and m.group_id = g.id and left_at is null),
      '{}') as members
    from store_groups g where org_id = ${ctx.orgId} and store_id = ${storeId} and (gone_at is null or name <> '')`;
  for (const { name, size, members } of rows)
    if (size !== members.length) throw new Error(`The size of ${name} is ${size}, and ${members.length} are in it.`);
  return Object.fromEntries(rows.map(({ name, members }) => [name, members as string[]]));
}

/** How many lines of each kind stand on the timelines. */
export async function movesOf({ ctx }: Connected): Promise<Record<string, number>> {
  const rows = await database().sql`select kind, count(*)::int as n from contact_events
    where org_id = ${ctx.orgId} and kind like 'store-group.%' group by kind order by kind`;
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n as number]));
}
