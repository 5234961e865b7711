/** Everything that is known of one person: their contacts in all stores, and the addresses they go by. */
import { type SQL, sql } from "drizzle-orm";
import { notFound } from "@/lib/errors";
import { anyId, anyText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { takeTurn } from "../turn";

export type Person = {
  /** What the person is called by, for whoever confirms. */
  address: string;
  /** Inner ids, hidden ones too. */
  contacts: number[];
  stores: number[];
  emails: string[];
  phones: string[];
};

/** The person behind a contact: a visible one, unless `hidden` ones count too. @throws Failure not-found */
export async function personOf(ctx: Working, contact: string, { hidden = false } = {}): Promise<Person> {
  const [row] = await ctx.db.execute<{ id: string; email: string | null; address: string | null }>(sql`
    select id, email, coalesce(email_typed, email, phone, nullif(trim(first_name || ' ' || last_name), ''), external_id)
      as address
    from contacts where org_id = ${ctx.orgId} and public_id = ${contact}::uuid
      and erased_at is null and (${hidden}::boolean or gone_at is null)`);
  if (!row) throw notFound("contact");
  const all = await ctx.db.execute<{ id: string; store: string; email: string | null; phone: string | null }>(sql`
    select id, store_id as store, email, phone from contacts where org_id = ${ctx.orgId} and id = ${row.id}
    union select id, store_id, email, phone from contacts where org_id = ${ctx.orgId} and email = ${row.email}
    order by id`);
  const contacts = all.map(({ id }) => Number(id));
  const known = await addressesOf(ctx, contacts);
  return {
    address: row.address ?? "erase",
    contacts,
    stores: [...new Set(all.map(({ store }) => Number(store)))].sort((a, b) => a - b),
    emails: known.filter((one) => one.includes("@")),
    phones: known.filter((one) => one.startsWith("+")),
  };
}

/** The same, held: no store's records, edits or merges come in between. */
export async function holdPerson(ctx: Working, contact: string, which = { hidden: false }): Promise<Person> {
  for (const store of (await personOf(ctx, contact, which)).stores) await takeTurn(ctx, store);
  const person = await personOf(ctx, contact, which);
  await ctx.db.execute(sql`
    select 1 from contacts where org_id = ${ctx.orgId} and id = ${anyId(person.contacts)} order by id for update`);
  return person;
}

/** Theirs alone: an order's billing address may be somebody else's, who got a present. */
async function addressesOf(ctx: Working, contacts: number[]): Promise<string[]> {
  const theirs = anyId(contacts);
  const rows = await ctx.db.execute<{ address: string }>(sql`
    select email as address from contacts where org_id = ${ctx.orgId} and id = ${theirs} and email is not null
    union select phone from contacts where org_id = ${ctx.orgId} and id = ${theirs} and phone is not null
    union select address from contact_aliases where org_id = ${ctx.orgId} and contact_id = ${theirs}
    union select person->>'email' from store_customers
      where org_id = ${ctx.orgId} and contact_id = ${theirs} and person->>'email' is not null
    union select person->>'phone' from store_customers
      where org_id = ${ctx.orgId} and contact_id = ${theirs} and person->>'phone' is not null`);
  return rows.map(({ address }) => address);
}

/** What would go, in numbers, and the names of the stores that know the person. */
export async function findTraces(ctx: Working, person: Person) {
  const theirs = anyId(person.contacts);
  const count = (table: string, more = sql``) =>
    sql`(select count(*)::int from ${sql.identifier(table)} where org_id = ${ctx.orgId}
      and contact_id = ${theirs} ${more})`;
  const [row] = await ctx.db.execute<{
    stores: string[];
    orders: number;
    events: number;
    evidence: number;
    deliveries: number;
    signups: number;
  }>(sql`
    select array(select name from stores where org_id = ${ctx.orgId} and id = ${anyId(person.stores)}
      order by name) as stores,
      ${count("orders", sql`and ended_at is null`)} as orders, ${count("contact_events")} as events,
      ${count("consent_evidence")} as evidence,
      (select count(*)::int from webhook_deliveries d where ${deliveriesOf(ctx, person)}) as deliveries,
      (select count(*)::int from form_signups where ${signupsOf(ctx, person)}) as signups`);
  return row!;
}

/** Conditions on `webhook_deliveries d`: those that speak of the person's accounts and orders. */
export function deliveriesOf(ctx: Working, person: Person): SQL {
  const theirs = anyId(person.contacts);
  // Topics differ by platform ("customer.updated", "customers/update"); whatever else names an object names a sale.
  const objects = (of: SQL, table: string) => sql`(d.topic ${of} '^customer' and (d.store_id, d.object_id) in (
    select store_id, external_id from ${sql.identifier(table)} where org_id = ${ctx.orgId}
      and contact_id = ${theirs}))`;
  return sql`d.org_id = ${ctx.orgId} and d.store_id = ${anyId(person.stores)} and octet_length(d.body) > 0
    and (${objects(sql`~`, "store_customers")} or ${objects(sql`!~`, "orders")})`;
}

export const signupsOf = (ctx: Working, person: Person): SQL =>
  sql`org_id = ${ctx.orgId} and (contact_id = ${anyId(person.contacts)} or email = ${anyText(person.emails)})`;
