/**
 * The questions a batch asks of what is stored about its people. Each key is looked up by its own index: see
 * lib/sets.ts.
 */
import { sql } from "drizzle-orm";
import { eachId, eachText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { Shown } from "./shown";

/** `id`: where the records are from. `home`: the store whose contacts their people are, nearly always the same. */
export type StoreFrame = { id: number; home: { id: number }; country: string | null };

/** The records are those of a source that joined another store. */
export const hasJoined = ({ id, home }: StoreFrame) => id !== home.id;

export type AccountRow = {
  external_id: string;
  contact_id: string | null;
  updated_at: string;
  created_at: string;
  ended_at: string | null;
  has_bought: boolean;
  email: string | null;
  shown: Shown["state"] | null;
  shown_at: string | null;
  tags: string[] | null;
  digest: string;
  whole: boolean;
  language: string | null;
};
export type PurchaseRow = {
  id: string;
  external_id: string;
  contact_id: string | null;
  customer_external_id: string | null;
  email: string | null;
  phone: string | null;
  placed_at: string;
  updated_at: string;
  ended_at: string | null;
  counts: boolean;
  digest: string;
};
export type ContactRow = {
  id: string;
  external_id: string | null;
  email: string | null;
  email_typed: string | null;
  phone_key: string | null;
  born_at: string;
  edited_email: unknown;
  plain: boolean;
};
export type AliasRow = { address: string; contact_id: string };
/** What the choice of kinds needs to know of a contact. */
export type StandingRow = {
  id: string;
  orders: number;
  opted_in_at: string | null;
  opted_out_at: string | null;
  claimed_at: string | null;
  pending_at: string | null;
};

export async function storedAccounts(ctx: Working, store: StoreFrame, ids: string[]) {
  return (await ctx.db.execute(sql`
    select s.* from ${eachText(ids)} as k(id) cross join lateral (
      select external_id, contact_id, updated_at, created_at, ended_at, has_bought, shown, shown_at, tags, digest,
        person->>'email' as email, person->>'language' as language,
        coalesce(coalesce(person->>'firstName', '') || coalesce(person->>'lastName', '') <> ''
          and person->>'phone' is not null and person->'address' <> '{}', false) as whole
      from store_customers where org_id = ${ctx.orgId} and store_id = ${store.id} and external_id = k.id offset 0
    ) s`)) as unknown as AccountRow[];
}

const purchase = sql`id, external_id, contact_id, customer_external_id, email, phone, placed_at, updated_at, ended_at,
  status in ('placed', 'refunded') as counts, digest`;

export async function storedPurchases(ctx: Working, store: StoreFrame, externalIds: string[]) {
  return (await ctx.db.execute(sql`
    select o.* from ${eachText(externalIds)} as k(id) cross join lateral (
      select ${purchase} from orders where org_id = ${ctx.orgId} and store_id = ${store.id}
        and external_id = k.id offset 0
    ) o`)) as unknown as PurchaseRow[];
}

/** The orders that name one of these accounts or hang on one of these contacts; some come twice. */
export async function purchasesOf(ctx: Working, store: StoreFrame, accounts: string[], contacts: string[]) {
  return (await ctx.db.execute(sql`
    select o.* from ${eachText(accounts)} as k(id) cross join lateral (
      select ${purchase} from orders
      where org_id = ${ctx.orgId} and store_id = ${store.home.id} and customer_external_id = k.id offset 0
    ) o
    union all select o.* from ${eachId(contacts)} as k(id) cross join lateral (
      select ${purchase} from orders where org_id = ${ctx.orgId} and contact_id = k.id offset 0
    ) o`)) as unknown as PurchaseRow[];
}

const contact = sql`id, external_id, email, email_typed, phone_key, born_at, edits->'email' as edited_email,
  edits = '{}' and gone_at is null and deleted_at is null as plain`;

export async function contactsById(ctx: Working, store: StoreFrame, ids: string[]) {
  return (await ctx.db.execute(sql`
    select c.* from ${eachId(ids)} as k(id) cross join lateral (
      select ${contact} from contacts where org_id = ${ctx.orgId} and id = k.id and store_id = ${store.home.id} offset 0
    ) c`)) as unknown as ContactRow[];
}

export type ContactKeys = { externalIds: string[]; emails: string[]; phones: string[] };

/** The contacts that hold one of these keys; one that holds several comes several times. */
export async function contactsByKey(ctx: Working, store: StoreFrame, keys: ContactKeys) {
  const holders = (key: "external_id" | "email" | "phone_key", values: string[]) => sql`
    select c.* from ${eachText(values)} as k(key) cross join lateral (
      select ${contact} from contacts
      where org_id = ${ctx.orgId} and store_id = ${store.home.id} and ${sql.identifier(key)} = k.key offset 0
    ) c`;
  return (await ctx.db.execute(sql`
    ${holders("external_id", keys.externalIds)}
    union all ${holders("email", keys.emails)}
    union all ${holders("phone_key", keys.phones)}`)) as unknown as ContactRow[];
}

/** Whom these addresses lead to beside those whose own they are. Few stores have any: one look tells. */
export async function aliasesOf(ctx: Working, store: StoreFrame, addresses: string[]) {
  return (await ctx.db.execute(sql`
    select k.address, a.contact_id from ${eachText(addresses)} as k(address) cross join lateral (
      select contact_id from contact_aliases
      where org_id = ${ctx.orgId} and store_id = ${store.home.id} and address = k.address offset 0
    ) a
    where exists (select from contact_aliases where org_id = ${ctx.orgId} and store_id = ${store.home.id})
  `)) as unknown as AliasRow[];
}

export async function standings(ctx: Working, ids: string[]) {
  return (await ctx.db.execute(sql`
    select k.id, coalesce(a.orders, 0) as orders, e.opted_in_at, e.opted_out_at, e.claimed_at, e.pending_at
    from ${eachId(ids)} as k(id)
    left join lateral (
      select orders from contact_activity where org_id = ${ctx.orgId} and contact_id = k.id offset 0
    ) a on true
    left join lateral (select * from consents
      where org_id = ${ctx.orgId} and contact_id = k.id and channel = 'email' offset 0) e on true
  `)) as unknown as StandingRow[];
}
