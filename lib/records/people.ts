/**
 * Makes the roster's decisions so, a set at a time. Keys are freed before they are given, or two swaps would collide.
 */
import { sql } from "drizzle-orm";
import { writeAliases } from "@/lib/contacts/aliases";
import { tellOpened } from "@/lib/contacts/keep-many/opened";
import { type MergePair, mergeContacts } from "@/lib/contacts/merge";
import type { Kind } from "@/lib/contacts/selection";
import { anyId, rowsByColumn, rowsOf } from "@/lib/sets";
import { together, type Working } from "@/lib/tenancy";
import type { Account, Entry } from "./entries";
import { portraits } from "./portrait";
import type { Roster } from "./roster";
import { hasJoined, type StoreFrame } from "./stored";

type Opening = StoreFrame & { label: string; selection: readonly Kind[] };

/**
 * Merges, renames and opens contacts. Afterwards every entry that an account or order hangs on has its id. Gives those
 * that were opened and share a number.
 */
export async function writeContacts(ctx: Working, store: Opening, roster: Roster): Promise<number[]> {
  const needed = neededEntries(roster);
  await mergeContacts(ctx, mergesOf(roster));
  await rename(ctx, roster);
  await alias(ctx, store, roster);
  const opened = [...roster.entries].filter((entry) => entry.id === null && needed.has(entry));
  return (await open(ctx, store, roster, opened)).map((entry) => entry.id!);
}

/** Writes the changed accounts; gives the contacts they concern. */
export async function writeAccounts(
  ctx: Working,
  store: StoreFrame & { label: string },
  roster: Roster,
): Promise<number[]> {
  const changed = [...roster.accounts.values()].filter((account) => account.changed);
  if (changed.length === 0) return [];
  const rows = changed.map((account) => ({
    external_id: account.externalId,
    contact_id: roster.current(account.contact)?.id ?? null,
    updated_at: account.updatedAt,
    created_at: account.createdAt,
    ended_at: account.endedAt,
    has_bought: account.hasBought,
    shown: account.shown?.state ?? null,
    shown_at: account.shown?.at ?? null,
    tags: account.tags,
    digest: account.digest,
    person: personOf(account),
  }));
  const kept = ctx.db.execute(sql`
    insert into store_customers (org_id, store_id, external_id, contact_id, updated_at, created_at, ended_at,
      has_bought, shown, shown_at, tags, digest, person)
    select ${ctx.orgId}, ${store.id}, external_id, contact_id, updated_at, created_at, ended_at, has_bought, shown,
      shown_at, tags::text[], digest, person from ${rowsByColumn(accountColumns, rows)}
    on conflict (org_id, store_id, external_id) do update set
      contact_id = case when excluded.ended_at is null then excluded.contact_id end,
      updated_at = excluded.updated_at, ended_at = excluded.ended_at, has_bought = excluded.has_bought,
      shown = excluded.shown, shown_at = excluded.shown_at, tags = excluded.tags, digest = excluded.digest,
      created_at = case when excluded.ended_at is null then excluded.created_at else store_customers.created_at end,
      person = case when excluded.ended_at is null then excluded.person else store_customers.person end`);
  const lined = rows.filter((row, at) => !changed[at]!.untold && !hasLine(changed[at]!, row.contact_id));
  await together([kept, accountFacts(ctx, store, lined)]);
  const standing = new Set([...roster.entries].map(({ id }) => id));
  return changed.flatMap(({ contact, storedContact: left }) => {
    const now = roster.current(contact)?.id;
    return [...(now ? [now] : []), ...(left && left !== now && standing.has(left) ? [left] : [])];
  });
}

const accountColumns = `r(external_id text, contact_id bigint, updated_at timestamptz, created_at timestamptz,
  ended_at timestamptz, has_bought boolean, shown text, shown_at timestamptz, tags text, digest text, person jsonb)`;

/**
 * Whether the timeline of this contact tells of the account already: one that was only heard of is told of when it
 * comes.
 */
const hasLine = ({ endedAt, before }: Account, contactId: number | null) =>
  endedAt === null && before?.endedAt === null && before.digest !== "" && before.storedContact === contactId;

/** What is kept of a person on a record: the typed values beside the normalised keys. */
export function personOf(record: Pick<Account, "addresses"> & { news: { person: object } | null }) {
  const { email, emailTyped, phone } = record.addresses;
  const typed = record.news?.person as { phone?: string } | undefined;
  return { ...typed, email, emailTyped, phone, phoneTyped: typed?.phone ?? null };
}

function neededEntries(roster: Roster): Set<Entry | null> {
  const needed = new Set<Entry | null>();
  for (const account of roster.accounts.values()) if (!account.endedAt) needed.add(roster.current(account.contact));
  for (const purchase of roster.purchases.values()) needed.add(purchase.contact);
  return needed;
}

/** A survivor that is new takes the row of the stored loser, so that nothing has to move. */
function mergesOf(roster: Roster): MergePair[] {
  const fresh = roster.merges.map(({ survivor }) => roster.current(survivor)!).filter((entry) => entry.id === null);
  for (const entry of new Set(fresh)) {
    const heir = roster.merges.find(({ loser }) => loser.id !== null && roster.current(loser) === entry)?.loser;
    if (heir) [entry.id, entry.stored, heir.id] = [heir.id, heir.stored, null];
  }
  return roster.merges.flatMap(({ loser }) => {
    const survivor = roster.current(loser)!;
    return loser.id !== null && survivor.id !== null ? [{ loser: loser.id, survivor: survivor.id }] : [];
  });
}

async function rename(ctx: Working, roster: Roster) {
  const moved = [...roster.entries].filter(
    ({ id, externalId, email, edited, stored }) =>
      id !== null && (externalId !== stored?.externalId || email !== stored?.email || edited !== stored?.edited),
  );
  if (moved.length === 0) return;
  const rows = moved.map((entry) => ({
    id: entry.id,
    external_id: entry.externalId,
    email: entry.email,
    email_typed: entry.emailTyped,
    edited: entry.edited !== null,
  }));
  const renamed = sql`${rowsOf(rows)} as r(id bigint, external_id text, email text,
    email_typed text, edited boolean)`;
  const ids = anyId(moved.map((entry) => entry.id!));
  await ctx.db.execute(sql`update contacts c set external_id = null, email = null from ${renamed}
    where c.org_id = ${ctx.orgId} and c.id = r.id and c.id = ${ids}`);
  await ctx.db.execute(sql`update contacts c set external_id = r.external_id, email = r.email,
      email_typed = r.email_typed, edits = case when r.edited then c.edits else c.edits - 'email' end,
      updated_at = now()
    from ${renamed} where c.org_id = ${ctx.orgId} and c.id = r.id and c.id = ${ids}`);
}

async function alias(ctx: Working, store: StoreFrame, roster: Roster) {
  const rows = roster.aliased.flatMap(({ entry, address }) => {
    const contact = roster.current(entry)?.id;
    return contact ? [{ contact, address }] : [];
  });
  await writeAliases(ctx, store.home.id, rows);
}

/** Gives those among them whose number may be somebody else's. */
async function open(ctx: Working, store: Opening, roster: Roster, entries: Entry[]): Promise<Entry[]> {
  if (entries.length === 0) return [];
  const rows = portraits(roster, entries, store.selection);
  const opened = await ctx.db.execute(sql`
    insert into contacts (org_id, store_id, source, external_id, email, email_typed, email_consent, email_consent_at,
      sms_consent, sms_consent_at, push_consent, push_consent_at, phone, phone_key, first_name, last_name, company,
      line1, line2, city, region, postcode, country, language, born_at, special_tags)
    select ${ctx.orgId}, ${store.home.id}, 'ecommerce', external_id, email, email_typed, email_consent,
      email_consent_at, sms_consent, sms_consent_at, push_consent, push_consent_at, phone, phone_key, first_name,
      last_name, company,
      line1, line2, city, region, postcode, country, language, born_at, special_tags::text[]
    from ${rowsByColumn(contactColumns, rows)}
    returning id::text, external_id, email, phone`);
  await tellOpened(
    ctx,
    opened.map(({ id }) => Number(id)),
    store.label,
  );
  const byKey = new Map(opened.map((row) => [keyOf(row.external_id, row.email, row.phone), Number(row.id)]));
  return entries.filter((entry, at) => {
    const { external_id, email, phone, phone_key } = rows[at]!;
    entry.id = byKey.get(keyOf(external_id, email, phone))!;
    return phone !== phone_key;
  });
}

const contactColumns = `r(external_id text, email text, email_typed text, email_consent text,
  email_consent_at timestamptz, sms_consent text, sms_consent_at timestamptz, push_consent text,
  push_consent_at timestamptz, phone text, phone_key text, first_name text, last_name text, company text, line1 text,
  line2 text, city text, region text, postcode text, country text, language text, born_at timestamptz,
  special_tags text)`;

/** The first key a contact has is enough to tell the new ones of a batch apart. */
function keyOf(externalId: unknown, email: unknown, phone: unknown): string {
  return externalId ? `account ${externalId}` : email ? `email ${email}` : `phone ${phone}`;
}

async function accountFacts(
  ctx: Working,
  store: StoreFrame & { label: string },
  rows: { external_id: string; contact_id: number | null; created_at: Date; ended_at: Date | null }[],
) {
  if (rows.length === 0) return;
  await ctx.db.execute(sql`
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, fact, detail)
    select ${ctx.orgId}, contact_id,
      case when ended_at is null then 'store.account.created' else 'store.account.deleted' end,
      coalesce(ended_at, created_at), ${ctx.actor.kind}, ${ctx.actor.name},
      'account ' || ${store.id}::text || ' ' || external_id
        || case when ended_at is null then ' created' else ' deleted' end,
      jsonb_strip_nulls(jsonb_build_object(
        'account', external_id, 'store', ${hasJoined(store) ? store.label : null}::text))
    from ${rowsByColumn("r(external_id text, contact_id bigint, created_at timestamptz, ended_at timestamptz)", rows)}
    where contact_id is not null
    on conflict (org_id, fact) where fact is not null do update set contact_id = excluded.contact_id
      where contact_events.contact_id <> excluded.contact_id`);
}
