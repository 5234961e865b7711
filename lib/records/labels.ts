/**
 * Labels that a store gives its accounts, as tags: put on and taken off as the store does it. A link that anybody else
 * made is never touched, and nothing is asked of the database where the account's labels are those that are stored.
 */
import { sql } from "drizzle-orm";
import { kinds } from "@/lib/contacts/selection";
import { inOneLine } from "@/lib/one-line";
import { anyId, rowsOf } from "@/lib/sets";
import { nameTags } from "@/lib/tags/names";
import type { Working } from "@/lib/tenancy";
import type { Account } from "./entries";
import type { Roster } from "./roster";

/** `known`: the account was here before, so that the timeline tells of it. */
type Link = { contact_id: number; name: string; known: boolean };

/** After the accounts are written. */
export async function writeLabels(ctx: Working, store: { label: string }, roster: Roster) {
  const differing = [...roster.accounts.values()].filter(
    ({ changed, tags, tagsBefore }) => changed && tags !== tagsBefore,
  );
  if (differing.length === 0) return;
  const links = differing.flatMap((account) => {
    const contact = roster.current(account.contact)?.id;
    return contact ? [{ contact, account, ...turned(account) }] : [];
  });
  const rows = (which: "off" | "on"): Link[] =>
    links.flatMap(({ contact, account, [which]: names }) =>
      names.map((name) => ({ contact_id: contact, name, known: account.tagsBefore !== null })),
    );
  await takeOff(ctx, rows("off"));
  await putOn(ctx, store, rows("on"));
}

function turned({ tags, tagsBefore }: Account): { on: string[]; off: string[] } {
  const [after, before] = [namesOf(tags), namesOf(tagsBefore)];
  const only = (these: Map<string, string>, those: Map<string, string>) =>
    [...these].flatMap(([key, name]) => (those.has(key) ? [] : name));
  return { on: only(after, before), off: only(before, after) };
}

/** As tags are named, each once in capitals or small letters. The special tags' names stay theirs. */
function namesOf(labels: string[] | null): Map<string, string> {
  const names = (labels ?? []).map(inOneLine).filter((name) => /[^\p{Cf}\p{Z}]/u.test(name));
  const special = (name: string) => kinds.some((kind) => kind === name.toLowerCase());
  const free = names.map((name) => (special(name) ? `${name} (store)` : name));
  return new Map(free.reverse().map((name) => [name.toLowerCase(), name]));
}

async function putOn(ctx: Working, store: { label: string }, links: Link[]) {
  if (links.length === 0) return;
  const tags = await nameTags(ctx, [...new Set(links.map(({ name }) => name))]);
  await ctx.db.execute(sql`
    with told as (
      select r.*, t.id as tag_id, t.name as tag from ${rowsOf(links)} as r(contact_id bigint, name text, known boolean)
      join tags t on t.org_id = ${ctx.orgId} and t.id = ${anyId(tags.map(({ id }) => id))}
        and lower(t.name) = lower(r.name)
    ), made as (
      insert into contact_tags (org_id, tag_id, contact_id, added_by, store_label)
      select distinct on (contact_id, tag_id) ${ctx.orgId}, tag_id, contact_id, ${store.label}::text, lower(name)
        from told
      order by contact_id, tag_id on conflict do nothing returning contact_id, tag_id
    ), ${lines(
      ctx,
      "tag.added",
      sql`select distinct contact_id, tag from made join told using (contact_id, tag_id) where known`,
    )}
    select 1`);
}

/** Whoever has several accounts keeps what one of them still has. */
async function takeOff(ctx: Working, links: Link[]) {
  if (links.length === 0) return;
  await ctx.db.execute(sql`
    with told as (select * from ${rowsOf(links)} as r(contact_id bigint, name text, known boolean)),
    gone as (
      delete from contact_tags ct using told r
      where ct.org_id = ${ctx.orgId} and ct.contact_id = ${anyId(links.map((link) => link.contact_id))}
        and ct.contact_id = r.contact_id and ct.store_label = lower(r.name)
        and not exists (select from store_customers s cross join unnest(s.tags) as label
          where s.org_id = ${ctx.orgId} and s.contact_id = r.contact_id and s.ended_at is null
            and lower(label) = lower(r.name))
      returning ct.contact_id, ct.tag_id
    ), ${lines(
      ctx,
      "tag.removed",
      sql`select contact_id, t.name as tag from gone join tags t on t.org_id = ${ctx.orgId} and t.id = tag_id`,
    )}
    select 1`);
}

const lines = (ctx: Working, kind: "tag.added" | "tag.removed", of: ReturnType<typeof sql>) => sql`line as (
      insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
      select ${ctx.orgId}, contact_id, ${kind}, now(), ${ctx.actor.kind}, ${ctx.actor.name},
        jsonb_build_object('name', tag)
      from (${of}) l)`;
