/** Tags and lists of many contacts at once, by a program. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { notFound } from "@/lib/errors";
import { findList } from "@/lib/lists/contact";
import { permit } from "@/lib/permissions";
import { eachText, rowsOf } from "@/lib/sets";
import { nameTags } from "@/lib/tags/names";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { Id } from "../schemas";

const Contacts = z.array(Id).max(1_000, "Give at most 1,000 at once.").default([]);
const Change = z.strictObject({ add: Contacts, remove: Contacts });

export const ChangeTag = Change;
export const ChangeList = Change;
/** How many got it or joined, how many lost it or left; those that are not here (or had it) are in neither. */
export const Changed = z.object({ added: z.int(), removed: z.int() });

/** Contacts (inner ids) with the names of tags and the public ids of lists each is to get. Gives those that got one. */
export async function addToGroups(
  ctx: Working,
  found: { id: number; contact: { tags?: string[] | undefined; lists?: string[] | undefined } }[],
): Promise<number[]> {
  const tags = await nameTags(ctx, [...new Set(found.flatMap(({ contact }) => contact.tags ?? []))]);
  const byName = new Map(tags.map((tag) => [tag.name.toLowerCase(), tag]));
  const tagged = found.flatMap(({ id, contact }) =>
    (contact.tags ?? []).map((name) => ({ contact: id, group: byName.get(name.toLowerCase())!.id })),
  );
  const lists = new Map<string, number>();
  for (const list of new Set(found.flatMap(({ contact }) => contact.lists ?? []))) {
    lists.set(list, (await findList(ctx, list)).id);
  }
  const joining = found.flatMap(({ id, contact }) =>
    (contact.lists ?? []).map((list) => ({ contact: id, group: lists.get(list)! })),
  );
  return [...(await tag(ctx, tagged)), ...(await join(ctx, joining))];
}

/** @throws Failure not-found (tag) */
export async function changeTag(ctx: Ctx, input: { tag: string } & z.output<typeof Change>) {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const [found] = await ctx.db.execute<{ id: string }>(
      sql`select id from tags where org_id = ${ctx.orgId} and public_id = ${input.tag}::uuid for key share`,
    );
    if (!found) throw notFound("tag");
    const group = Number(found.id);
    const added = await tag(
      ctx,
      (await innerIds(ctx, input.add)).map((contact) => ({ contact, group })),
    );
    const removed = await untag(ctx, group, await innerIds(ctx, input.remove));
    return { added: added.length, removed };
  });
}

/** @throws Failure not-found (list) */
export async function changeList(ctx: Ctx, input: { list: string } & z.output<typeof Change>) {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const { id: group } = await findList(ctx, input.list);
    const added = await join(
      ctx,
      (await innerIds(ctx, input.add)).map((contact) => ({ contact, group })),
    );
    const removed = await leave(ctx, group, await innerIds(ctx, input.remove));
    return { added: added.length, removed };
  });
}

type Link = { contact: number; group: number };

const linesOf = (ctx: Working, kind: string, table: "tags" | "lists") => sql`
  line as (
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
    select ${ctx.orgId}, m.contact_id, ${kind}, now(), ${ctx.actor.kind}, ${ctx.actor.name},
      jsonb_build_object('name', g.name)
    from moved m join ${sql.identifier(table)} g on g.org_id = ${ctx.orgId} and g.id = m.group_id
  )
  select contact_id as id from moved`;

async function tag(ctx: Working, links: Link[]): Promise<number[]> {
  if (links.length === 0) return [];
  const rows = await ctx.db.execute<{ id: string }>(sql`
    with moved as (
      insert into contact_tags (org_id, tag_id, contact_id, added_by)
      select distinct ${ctx.orgId}::bigint, "group", contact, ${ctx.actor.name}
        from ${rowsOf(links)} as r(contact bigint, "group" bigint)
      on conflict do nothing returning contact_id, tag_id as group_id
    ), ${linesOf(ctx, "tag.added", "tags")}`);
  return rows.map(({ id }) => Number(id));
}

async function join(ctx: Working, links: Link[]): Promise<number[]> {
  if (links.length === 0) return [];
  const rows = await ctx.db.execute<{ id: string }>(sql`
    with moved as (
      insert into list_members (org_id, list_id, contact_id, joined_by)
      select distinct ${ctx.orgId}::bigint, "group", contact, ${ctx.actor.name}
        from ${rowsOf(links)} as r(contact bigint, "group" bigint)
      on conflict (org_id, list_id, contact_id) do update
        set left_at = null, joined_at = now(), joined_by = excluded.joined_by
        where list_members.left_at is not null
      returning contact_id, list_id as group_id
    ), ${linesOf(ctx, "list.joined", "lists")}`);
  return rows.map(({ id }) => Number(id));
}

async function untag(ctx: Working, tag: number, contacts: number[]): Promise<number> {
  const links = contacts.map((contact) => ({ contact }));
  const rows = await ctx.db.execute(sql`
    with moved as (
      delete from contact_tags t using ${rowsOf(links)} as r(contact bigint)
      where t.org_id = ${ctx.orgId} and t.tag_id = ${tag} and t.contact_id = r.contact
      returning t.contact_id, t.tag_id as group_id
    ), ${linesOf(ctx, "tag.removed", "tags")}`);
  return rows.length;
}

async function leave(ctx: Working, list: number, contacts: number[]): Promise<number> {
  const links = contacts.map((contact) => ({ contact }));
  const rows = await ctx.db.execute(sql`
    with moved as (
      update list_members m set left_at = now() from ${rowsOf(links)} as r(contact bigint)
      where m.org_id = ${ctx.orgId} and m.list_id = ${list} and m.contact_id = r.contact and m.left_at is null
      returning m.contact_id, m.list_id as group_id
    ), ${linesOf(ctx, "list.left", "lists")}`);
  return rows.length;
}

/** Visible ones; foreign ids and those that are gone are passed over. */
async function innerIds(ctx: Working, contacts: string[]): Promise<number[]> {
  if (contacts.length === 0) return [];
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select c.id from ${eachText(new Set(contacts))} as t(id) cross join lateral (
      select id from contacts where org_id = ${ctx.orgId} and public_id = t.id::uuid and gone_at is null offset 0) c`);
  return rows.map(({ id }) => Number(id));
}
