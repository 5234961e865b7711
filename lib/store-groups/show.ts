/** Stores' groups as the merchant sees them. Read-only: they are changed at the store. */
import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { storeGroupMirrors } from "@/db/schema";
import { connectorOf, findStore } from "@/lib/connection/store";
import { permit } from "@/lib/permissions";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";
import type { MirrorRow } from "./mirrors";

export type StoreGroup = { id: string; name: string; size: number; mirroredAt: Date | null };
/** `membersDone` counts ids read; `groupsTotal` is null while the groups are being listed. */
export type MirrorView = Pick<
  MirrorRow,
  | "kind"
  | "state"
  | "groupsDone"
  | "groupsTotal"
  | "membersDone"
  | "joined"
  | "left"
  | "error"
  | "startedAt"
  | "finishedAt"
>;
export type StoreGroups = {
  /** Who is in them is told at once, or is read every night. */
  told: "webhooks" | "nightly";
  groups: StoreGroup[];
  /** The one that runs, else the last. */
  mirror: MirrorView | null;
};

export const GroupsOfStore = z.object({ store: z.uuid() });
export const GroupsOfContact = z.object({ contact: z.uuid() });

/** The groups that the store has now; null for a platform without any. @throws Failure not-found */
export async function storeGroupsOf(ctx: Ctx, input: z.infer<typeof GroupsOfStore>): Promise<StoreGroups | null> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    const told = connectorOf(store).abilities.groups;
    if (!told) return null;
    return { told, groups: await groupsOf(ctx, store.id), mirror: await lastMirror(ctx, store.id) };
  });
}

type Row = { id: string; name: string; size: number; at: number | null };

async function groupsOf(ctx: Working, storeId: number): Promise<StoreGroup[]> {
  const rows = await ctx.db.execute<Row>(sql`
    select public_id::text as id, name, size, (extract(epoch from mirrored_at) * 1000)::float8 as at from store_groups
    where org_id = ${ctx.orgId} and store_id = ${storeId} and gone_at is null and name <> ''
    order by lower(name collate "default"), id`);
  return rows.map(({ at, ...group }) => ({ ...group, mirroredAt: at === null ? null : new Date(at) }));
}

async function lastMirror(ctx: Working, storeId: number): Promise<MirrorView | null> {
  const [row] = await ctx.db
    .select()
    .from(storeGroupMirrors)
    .where(and(eq(storeGroupMirrors.orgId, ctx.orgId), eq(storeGroupMirrors.storeId, storeId)))
    .orderBy(desc(storeGroupMirrors.startedAt), desc(storeGroupMirrors.id))
    .limit(1);
  if (!row) return null;
  const { kind, state, groupsDone, groupsTotal, membersDone, joined, left, error, startedAt, finishedAt } = row;
  return { kind, state, groupsDone, groupsTotal, membersDone, joined, left, error, startedAt, finishedAt };
}

export type ContactGroup = { id: string; name: string; store: string };

/** The groups that this person is in, at whichever store. An unknown or foreign person is in none. */
export async function storeGroupsOfContact(ctx: Ctx, input: z.infer<typeof GroupsOfContact>): Promise<ContactGroup[]> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => [
    ...(await ctx.db.execute<ContactGroup>(sql`
      select distinct g.public_id::text as id, g.name, s.name as store
      from contacts c
      join store_customers a on a.org_id = c.org_id and a.contact_id = c.id and a.ended_at is null
      join store_group_members m on m.org_id = a.org_id and m.store_id = a.store_id and m.external_id = a.external_id
      join store_groups g on g.org_id = m.org_id and g.id = m.group_id
      join stores s on s.org_id = g.org_id and s.id = g.store_id
      where c.org_id = ${ctx.orgId} and c.public_id = ${input.contact}::uuid and m.left_at is null
        and g.gone_at is null and g.name <> ''
      order by name, id`)),
  ]);
}

export const OneGroup = z.object({ group: z.uuid() });

/** A group by its public id, also one that is gone from its store; null for an unknown or foreign one. */
export async function storeGroup(
  ctx: Ctx,
  input: z.infer<typeof OneGroup>,
): Promise<{ id: string; name: string; store: string; size: number; gone: boolean } | null> {
  permit(ctx, "contacts.read");
  const [row] = await transact(ctx, (ctx) =>
    ctx.db.execute<{ id: string; name: string; store: string; size: number; gone: boolean }>(sql`
      select g.public_id::text as id, g.name, s.name as store, g.size, g.gone_at is not null as gone
      from store_groups g join stores s on s.org_id = g.org_id and s.id = g.store_id
      where g.org_id = ${ctx.orgId} and g.public_id = ${input.group}::uuid and g.name <> ''`),
  );
  return row ?? null;
}

/**
 * The group's organization, by its slug: for a link that names nothing else. The caller looks whether one is a member.
 */
export async function organizationOfGroup(input: z.infer<typeof OneGroup>): Promise<string | null> {
  const [row] = await database().sql<{ slug: string }[]>`select o.slug from store_groups g
    join organizations o on o.id = g.org_id where g.public_id = ${input.group}`;
  return row?.slug ?? null;
}
