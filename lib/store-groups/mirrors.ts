/** Mirrors of stores' groups: begun here, carried on by `advanceMirror`, which may be cut off anywhere and goes on. */
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { storeGroupMirrors } from "@/db/schema";
import { audit } from "@/lib/audit";
import { connectorOf, findStore, storeById } from "@/lib/connection/store";
import { connectedPlatforms, connectorFor } from "@/lib/connectors/registry";
import { conflict } from "@/lib/errors";
import { events, tell } from "@/lib/jobs";
import { permit } from "@/lib/permissions";
import { anyText } from "@/lib/sets";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";

export type MirrorRow = typeof storeGroupMirrors.$inferSelect;
export type MirrorKind = MirrorRow["kind"];
export type MirrorRef = { orgId: number; storeId: number; mirrorId: number };

export const MirrorNow = z.object({ store: z.uuid() });

/** Reads all groups of a store anew, now. @throws Failure conflict when a mirror runs, or the store is not active */
export async function mirrorNow(ctx: Ctx, input: z.infer<typeof MirrorNow>): Promise<void> {
  permit(ctx, "stores.sync");
  const { store, mirrorId } = await transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    if (store.state !== "active" || !connectorOf(store).abilities.groups)
      throw conflict("The groups of this store cannot be read now.");
    const mirrorId = await insertMirror(ctx, store.id, "whole");
    if (mirrorId === null) throw conflict("The groups of this store are being read already.");
    await audit(ctx, "store.groups-mirrored", `store ${store.name}`);
    return { store, mirrorId };
  });
  await tellMirror({ orgId: ctx.orgId, storeId: store.id, mirrorId });
}

/** Begins a mirror; null where one runs, or the store is not to be asked. The caller tells the job engine. */
export async function beginMirror(ctx: Ctx, input: { storeId: number; kind: MirrorKind }): Promise<number | null> {
  return transact(ctx, async (ctx) => {
    const store = await storeById(ctx, input.storeId);
    if (store.state !== "active" || !connectorOf(store).abilities.groups) return null;
    return insertMirror(ctx, store.id, input.kind);
  });
}

async function insertMirror(ctx: Working, storeId: number, kind: MirrorKind): Promise<number | null> {
  const [row] = await ctx.db
    .insert(storeGroupMirrors)
    .values({ orgId: ctx.orgId, storeId, kind, startedBy: ctx.actor.name })
    .onConflictDoNothing()
    .returning({ id: storeGroupMirrors.id });
  return row?.id ?? null;
}

export const tellMirror = (mirror: MirrorRef) => tell(events.mirrorBegun.create(mirror));

const grouped = connectedPlatforms.filter((platform) => connectorFor(platform).abilities.groups);

/**
 * Stores whose groups are to be read: all of them once the first sync has ended, and on each day of the store's own
 * that has seen no such reading, each at its own of the first 45 minutes; those that the store said are others as soon
 * as it may be asked. After a failure not for an hour.
 */
export async function dueMirrors(now = new Date()): Promise<{ orgId: number; storeId: number; kind: MirrorKind }[]> {
  const { orm } = database();
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await orm.execute<{ orgId: number; storeId: number; kind: MirrorKind }>(sql`
    select s.org_id::int as "orgId", s.id::int as "storeId", case when due.whole then 'whole' else 'changed' end as kind
    from stores s
    left join lateral (select max(started_at) as at from store_group_mirrors m where m.org_id = s.org_id
      and m.store_id = s.id and m.kind = 'whole' and m.state <> 'failed') last on true
    cross join lateral (select ${at} at time zone s.time_zone as t) local
    cross join lateral (select case when last.at is null
      then exists (select from syncs y where y.org_id = s.org_id and y.store_id = s.id and y.kind = 'first'
        and y.state <> 'running')
      else (last.at at time zone s.time_zone)::date < local.t::date
        and extract(hour from local.t) * 60 + extract(minute from local.t)
          >= abs(hashint8(s.id)::bigint) % 45 end as whole) due
    where s.state = 'active' and s.platform = ${anyText(grouped)} and (s.ask_after is null or s.ask_after <= ${at})
      and (due.whole or (last.at is not null and exists (select from store_groups g
        where g.org_id = s.org_id and g.store_id = s.id and g.stale_at is not null and g.gone_at is null)))
      and not exists (select from store_group_mirrors m where m.org_id = s.org_id and m.store_id = s.id
        and (m.state = 'running' or (m.state = 'failed' and m.finished_at > ${at} - interval '1 hour')))`);
  return [...rows];
}

/** Running mirrors that no run has moved for five minutes, though their store may be asked: the engine forgot them. */
export async function stuckMirrors(): Promise<MirrorRef[]> {
  const rows = await database().orm.execute<MirrorRef>(sql`
    select org_id::int as "orgId", store_id::int as "storeId", id::int as "mirrorId" from store_group_mirrors m
    where state = 'running' and progressed_at < now() - interval '5 minutes' and not exists (select from stores s
      where s.org_id = m.org_id and s.id = m.store_id and s.ask_after > now() - interval '1 minute')`);
  return [...rows];
}

/** Ends a running mirror. `error` is a sentence for the merchant. */
export async function finishMirror(ctx: Working, row: MirrorRow, state: "done" | "failed", error = row.error) {
  await ctx.db
    .update(storeGroupMirrors)
    .set({ state, error, groupId: null, cursor: null, finishedAt: sql`now()`, progressedAt: sql`now()` })
    .where(and(eq(storeGroupMirrors.orgId, ctx.orgId), eq(storeGroupMirrors.id, row.id)));
  await ctx.db.execute(sql`delete from store_group_seen where org_id = ${ctx.orgId} and mirror_id = ${row.id}`);
}
