/**
 * What deliveries and passes say of a store's groups, in any order and any number of times: the newest wins for each
 * pair.
 */
import { sql } from "drizzle-orm";
import type { News } from "@/lib/records/batch";
import { rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { linesOf } from "./lines";

/** Who is in a group (`joined`) or not any more, as of when. */
type Membership = { group: string; customer: string; at: Date; joined: boolean };
/** All groups of a customer, as of when. */
type Held = { customer: string; at: Date; groups: string[] };

/**
 * Takes in what this news says of groups, inside the caller's transaction. Gives whether some group's members are to be
 * read anew: the store told that they are others, or of a group that we did not know.
 */
export async function takeGroups(ctx: Working, storeId: number, news: News[]): Promise<boolean> {
  const edited = news.flatMap(({ change, asOf }) =>
    change.kind === "group"
      ? { id: change.group.externalId, name: change.group.name, at: change.group.updatedAt ?? asOf, told: asOf }
      : [],
  );
  const gone = news.flatMap(({ change, asOf }) =>
    change.kind === "group-gone" ? { id: change.groupId, at: asOf } : [],
  );
  const pairs = membershipsIn(news);
  const held = heldIn(news);
  if (edited.length + gone.length + pairs.length + held.length === 0) return false;
  await takeTurnAtGroups(ctx, storeId);
  for (const one of edited) await keepGroup(ctx, storeId, one);
  for (const one of gone) await endGroup(ctx, storeId, one);
  await nameUnknown(ctx, storeId, [...pairs.map(({ group }) => group), ...held.flatMap(({ groups }) => groups)]);
  if (held.length > 0) pairs.push(...(await differing(ctx, storeId, held)));
  if (pairs.length > 0) await keepMembers(ctx, storeId, pairs);
  return edited.length > 0 || hasStale(ctx, storeId);
}

/** Whoever writes a store's groups waits for the others who do, so that sizes add up. */
export async function takeTurnAtGroups(ctx: Working, storeId: number) {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`groups of store ${storeId}`}, 0))`);
}

function membershipsIn(news: News[]): Membership[] {
  const newest = new Map<string, Membership>();
  for (const { change, asOf } of news) {
    if (change.kind !== "group-joined" && change.kind !== "group-left") continue;
    const key = `${change.groupId} ${change.customerId}`;
    const at = change.at ?? asOf;
    const known = newest.get(key);
    if (known && known.at > at) continue;
    newest.set(key, { group: change.groupId, customer: change.customerId, at, joined: change.kind === "group-joined" });
  }
  return [...newest.values()];
}

function heldIn(news: News[]): Held[] {
  const newest = new Map<string, Held>();
  for (const { change, asOf: at } of news) {
    if (change.kind !== "customer" || !change.record.groups) continue;
    const { externalId: customer, groups } = change.record;
    const known = newest.get(customer);
    if (!known || known.at <= at) newest.set(customer, { customer, at, groups });
  }
  return [...newest.values()];
}

type Edited = { id: string; name: string; at: Date; told: Date };

/**
 * One that is gone stays gone, whatever older message comes: only the store's own list brings it back. Platforms date
 * by the second: what bears the same is taken for newer, which costs one reading at most.
 */
async function keepGroup(ctx: Working, storeId: number, { id, name, at, told }: Edited) {
  await ctx.db.execute(sql`
    insert into store_groups as g (org_id, store_id, external_id, name, named_at, stale_at)
    values (${ctx.orgId}, ${storeId}, ${id}, ${name}, ${at.toISOString()}::timestamptz,
      ${told.toISOString()}::timestamptz)
    on conflict (org_id, store_id, external_id) do update
      set name = excluded.name, named_at = excluded.named_at, stale_at = greatest(g.stale_at, excluded.stale_at)
      where g.named_at <= excluded.named_at`);
}

async function endGroup(ctx: Working, storeId: number, { id, at }: { id: string; at: Date }) {
  await ctx.db.execute(sql`
    insert into store_groups as g (org_id, store_id, external_id, name, named_at, gone_at)
    values (${ctx.orgId}, ${storeId}, ${id}, '', 'epoch', ${at.toISOString()}::timestamptz)
    on conflict (org_id, store_id, external_id) do update set gone_at = excluded.gone_at where g.gone_at is null`);
}

/** Told of by its members before it was told of itself: its name comes with the list. */
async function nameUnknown(ctx: Working, storeId: number, groups: string[]) {
  const ids = [...new Set(groups)];
  if (ids.length === 0) return;
  await ctx.db.execute(sql`
    insert into store_groups (org_id, store_id, external_id, name, named_at, stale_at)
    select ${ctx.orgId}, ${storeId}, r.id, '', 'epoch', now() from ${rowsOf(ids.map((id) => ({ id })))} as r(id text)
    where not exists (select from store_groups g
      where g.org_id = ${ctx.orgId} and g.store_id = ${storeId} and g.external_id = r.id)
    on conflict do nothing`);
}

/** Where the customers' own records and what is kept differ. */
async function differing(ctx: Working, storeId: number, held: Held[]): Promise<Membership[]> {
  const rows = await ctx.db.execute<{ customer: string; group: string }>(sql`
    select r.customer, g.external_id as group from ${rowsOf(held)} as r(customer text)
    cross join lateral (select group_id from store_group_members m where m.org_id = ${ctx.orgId}
      and m.store_id = ${storeId} and m.external_id = r.customer and m.left_at is null offset 0) m
    join store_groups g on g.org_id = ${ctx.orgId} and g.id = m.group_id`);
  const known = new Set(rows.map(({ customer, group }) => `${group} ${customer}`));
  const at = new Map(held.map((one) => [one.customer, one]));
  const joined = held.flatMap(({ customer, at, groups }) =>
    groups
      .filter((group) => !known.has(`${group} ${customer}`))
      .map((group) => ({ group, customer, at, joined: true })),
  );
  const left = rows
    .filter(({ customer, group }) => !at.get(customer)!.groups.includes(group))
    .map(({ customer, group }) => ({ group, customer, at: at.get(customer)!.at, joined: false }));
  return [...joined, ...left];
}

/** The members of a group that is gone stay as they were. */
async function keepMembers(ctx: Working, storeId: number, pairs: Membership[]) {
  await ctx.db.execute(sql`
    with told as materialized (
      select g.id as group_id, r.customer, r.at, r.joined
      from ${rowsOf(pairs)} as r("group" text, customer text, at timestamptz, joined boolean)
      cross join lateral (select id from store_groups g where g.org_id = ${ctx.orgId} and g.store_id = ${storeId}
        and g.external_id = r."group" and g.gone_at is null offset 0) g
    ), before as materialized (
      select t.group_id, t.customer from told t
      cross join lateral (select 1 from store_group_members m where m.org_id = ${ctx.orgId} and m.group_id = t.group_id
        and m.external_id = t.customer and m.left_at is null offset 0) m
    ), written as (
      insert into store_group_members as m (org_id, group_id, external_id, store_id, joined_at, left_at)
      select ${ctx.orgId}, group_id, customer, ${storeId}, at, case when not joined then at end from told
      on conflict (org_id, group_id, external_id) do update
        set joined_at = case when excluded.left_at is null then excluded.joined_at else m.joined_at end,
          left_at = excluded.left_at
        where greatest(m.joined_at, m.left_at) < excluded.joined_at
      returning group_id, external_id, left_at is null as within, greatest(joined_at, left_at) as at
    ), moved as (
      select w.group_id, w.external_id as customer, w.within as joined, w.at from written w
      left join before b on b.group_id = w.group_id and b.customer = w.external_id
      where w.within <> (b.customer is not null)
    ), lines as (${linesOf(ctx, storeId, sql`moved`)}), grown as (
      select group_id, sum(case when joined then 1 else -1 end)::int as n from moved group by group_id
    )
    update store_groups g set size = g.size + grown.n from grown
    where g.org_id = ${ctx.orgId} and g.id = grown.group_id and grown.n <> 0`);
}

async function hasStale(ctx: Working, storeId: number): Promise<boolean> {
  const rows = await ctx.db.execute(sql`select 1 from store_groups where org_id = ${ctx.orgId} and store_id = ${storeId}
    and stale_at is not null and gone_at is null limit 1`);
  return rows.length > 0;
}
