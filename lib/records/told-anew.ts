/**
 * Who moved house or goes by another name, or of whom only the date is new: the account's own words are shown as they
 * are, where deriving them anew would read all that is known of each. What lib/contacts/derive.ts would write is
 * written, or nothing.
 */
import { sql } from "drizzle-orm";
import { rowsByColumn } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { Account } from "./entries";
import type { Roster } from "./roster";
import type { StoreFrame } from "./stored";

/**
 * `touched`: the contacts that have news. Those whose only news is what their one account tells are brought up to date;
 * gives the others, which are to be derived. `others`: contacts of whom there is other news.
 */
export async function showToldAnew(
  ctx: Working,
  store: StoreFrame,
  roster: Roster,
  touched: number[],
  others: Set<number>,
): Promise<number[]> {
  const rows = [...roster.accounts.values()].flatMap((account) => {
    const contact = roster.current(account.contact);
    const standsAlone = contact?.id != null && contact.plain && !others.has(contact.id);
    return standsAlone && saysAsMuch(account, contact.id!) ? [rowOf(account, contact.id!)] : [];
  });
  if (rows.length === 0) return touched;
  const shown = await ctx.db.execute<{ contact_id: string }>(sql`
    with alone as materialized (
      select r.*, (c.first_name, c.last_name) is distinct from (r.first_name, r.last_name) as renamed,
        (c.company, c.line1, c.line2, c.city, c.region, c.postcode, c.country) is distinct from
          (r.company, r.line1, r.line2, r.city, r.region, r.postcode, r.country) as moved, c.created_at
      from ${rowsByColumn(shownColumns, rows)}
      cross join lateral (
        select first_name, last_name, company, line1, line2, city, region, postcode, country, created_at
        from contacts where org_id = ${ctx.orgId} and id = r.contact_id and phone = r.phone offset 0
      ) c
      where not exists (select from store_customers s where s.org_id = ${ctx.orgId} and s.contact_id = r.contact_id
        and (s.store_id <> ${store.id} or s.external_id <> r.account) and s.ended_at is null)
    ), changed as (
      update contacts c set first_name = a.first_name, last_name = a.last_name, company = a.company, line1 = a.line1,
        line2 = a.line2, city = a.city, region = a.region, postcode = a.postcode, country = a.country,
        updated_at = now()
      from alone a where c.org_id = ${ctx.orgId} and c.id = a.contact_id and (a.renamed or a.moved)
    ), lines as (
      insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, detail)
      select ${ctx.orgId}, contact_id, 'contact.updated', now(), ${ctx.actor.kind}, ${ctx.actor.name},
        jsonb_build_object('fields', to_jsonb(array_remove(array[case when renamed then 'name' end,
          case when moved then 'address' end], null)))
      from alone where (renamed or moved) and created_at < now()
    )
    select contact_id::text from alone`);
  const done = new Set(shown.map((row) => Number(row.contact_id)));
  return touched.filter((id) => !done.has(id));
}

const shownColumns = `r(contact_id bigint, account text, phone text, first_name text, last_name text, company text,
  line1 text, line2 text, city text, region text, postcode text, country text)`;

/** It tells name, address and number, so no order has to, and nothing that decides over more than these is new. */
function saysAsMuch({ before, changed, news, endedAt, addresses, ...now }: Account, contactId: number): boolean {
  if (!changed || endedAt || !news || !before || before.endedAt || before.storedContact !== contactId) return false;
  if (now.hasBought !== before.hasBought || now.language !== before.language) return false;
  if (now.createdAt.getTime() !== before.createdAt.getTime()) return false;
  const { firstName, lastName, address } = news.person;
  const housed = Object.values(address ?? {}).some((line) => line !== undefined);
  const isWhole = `${firstName ?? ""}${lastName ?? ""}` !== "" && housed;
  return isWhole && addresses.phone !== null;
}

function rowOf({ externalId, addresses, news }: Account, contactId: number) {
  const { firstName, lastName, address } = news!.person;
  return {
    contact_id: contactId,
    account: externalId,
    phone: addresses.phone,
    first_name: firstName ?? "",
    last_name: lastName ?? "",
    ...address,
  };
}
