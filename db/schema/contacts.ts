/** People, one per store, and what they agreed to. */
import { sql } from "drizzle-orm";
import {
  bigint,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, innerId, money, now, orgId, publicId, ref } from "./columns";

/** Text compared byte by byte: a quarter cheaper to index, and addresses need no language. */
const plain = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

const consent = (name: string) =>
  text(name, { enum: ["never", "pending", "subscribed", "unsubscribed"] })
    .notNull()
    .default("never");

export const contacts = pgTable(
  "contacts",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId(),
    storeId: ref("store_id").notNull(),
    /** The platform's customer id, while the store has such an account. */
    externalId: plain("external_id"),
    /** Normalised; the key. `emailTyped` is what is shown. */
    email: plain("email"),
    emailTyped: text("email_typed"),
    /** E.164 as this person's records give it; several people may share one. */
    phone: plain("phone"),
    /** The same where this contact is the one of its store that the number belongs to: the key. */
    phoneKey: plain("phone_key"),
    pushId: plain("push_id"),
    firstName: text("first_name").notNull().default(""),
    lastName: text("last_name").notNull().default(""),
    birthday: date("birthday", { mode: "string" }),
    gender: text("gender"),
    language: text("language"),
    company: text("company"),
    line1: text("line1"),
    line2: text("line2"),
    city: text("city"),
    region: text("region"),
    postcode: text("postcode"),
    country: text("country"),
    source: text("source", { enum: ["ecommerce", "csv", "api", "form", "manual"] }).notNull(),
    specialTags: text("special_tags").array().notNull().default([]),
    emailConsent: consent("email_consent"),
    emailConsentAt: at("email_consent_at"),
    smsConsent: consent("sms_consent"),
    smsConsentAt: at("sms_consent_at"),
    pushConsent: consent("push_consent"),
    pushConsentAt: at("push_consent_at"),
    /** When the store first knew this person; decides which of two is the older. */
    bornAt: at("born_at").notNull(),
    createdAt: now("created_at"),
    updatedAt: now("updated_at"),
    disabledAt: at("disabled_at"),
    excludedAt: at("excluded_at"),
    /**
     * What a member wrote over the store's records: {"firstName": {"value", "at"}}. A newer record wins:
     * lib/contacts/edits.ts.
     */
    edits: jsonb("edits").$type<unknown>().notNull().default({}),
    /** Deleted by a member: hidden until the store tells something newer of this person. */
    deletedAt: at("deleted_at"),
    /** The person was erased: the row stays nameless and hidden, so that the store's records cannot bring them back. */
    erasedAt: at("erased_at"),
    /** Set once anything but the store's own records vouches for this contact (import, form, member, list, tag). */
    keptAt: at("kept_at"),
    /** Gone from the store and vouched for by nothing else: hidden everywhere, opt-outs remembered. */
    goneAt: at("gone_at"),
    /** What the search box looks through, lower-cased; three characters and more go by its trigram index. */
    search: plain("search").generatedAlwaysAs(
      sql`lower((coalesce(email, '') || ' ' || first_name || ' ' || last_name || ' ' || coalesce(phone, '')) collate "default")`,
    ),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("contacts_public").on(t.orgId, t.publicId),
    uniqueIndex("contacts_external").on(t.orgId, t.storeId, t.externalId).where(sql`external_id is not null`),
    // The key of a store, and the order of the list by address: within an address the few stores need no index.
    uniqueIndex("contacts_email").on(t.orgId, t.email, t.storeId).where(sql`email is not null`),
    index("contacts_without_email").on(t.orgId, t.id).where(sql`email is null`),
    uniqueIndex("contacts_phone").on(t.orgId, t.storeId, t.phoneKey).where(sql`phone_key is not null`),
    index("contacts_by_phone").on(t.orgId, t.phone, t.id).where(sql`phone is not null`),
    index("contacts_by_sms_consent").on(t.orgId, t.smsConsent).where(sql`sms_consent <> 'never'`),
    index("contacts_by_push_consent").on(t.orgId, t.pushConsent).where(sql`push_consent <> 'never'`),
    index("contacts_disabled").on(t.orgId).where(sql`disabled_at is not null`),
    index("contacts_excluded").on(t.orgId).where(sql`excluded_at is not null`),
    index("contacts_by_push").on(t.orgId, t.pushId, t.id).where(sql`push_id is not null`),
    index("contacts_search").using("gin", t.search.op("gin_trgm_ops")),
    // Read backwards: what comes is the newest, and an index that grows at its end stays half the size.
    index("contacts_newest").on(t.orgId, t.createdAt.nullsFirst(), t.id.nullsFirst()).where(sql`gone_at is null`),
    index("contacts_newest_of_store")
      .on(t.orgId, t.storeId, t.createdAt.nullsFirst(), t.id.nullsFirst())
      .where(sql`gone_at is null`),
    index("contacts_newest_of_source")
      .on(t.orgId, t.source.desc().nullsFirst(), t.createdAt.nullsFirst(), t.id.nullsFirst())
      .where(sql`gone_at is null`),
    index("contacts_by_name").on(t.orgId, t.lastName, t.firstName, t.id).where(sql`gone_at is null`),
    index("contacts_by_first_name").on(t.orgId, t.firstName, t.lastName, t.id).where(sql`gone_at is null`),
    index("contacts_by_email_consent")
      .on(t.orgId, t.emailConsent.desc().nullsFirst(), t.createdAt.nullsFirst(), t.id.nullsFirst())
      .where(sql`gone_at is null`),
  ],
);

/**
 * Further addresses under which the store's records find a contact: the one a member's edit replaced, and those of a
 * contact merged by hand. Another contact's own address goes before.
 */
export const contactAliases = pgTable(
  "contact_aliases",
  {
    orgId: orgId(),
    storeId: ref("store_id").notNull(),
    /** A normalised e-mail address or a number in E.164. */
    address: plain("address").notNull(),
    contactId: ref("contact_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.storeId, t.address] }),
    index("contact_aliases_of_contact").on(t.orgId, t.contactId),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete("cascade"),
  ],
);

const minutes = (name: string) => integer(name).array().notNull().default([]);

/**
 * Figures that change often, beside the contact and not on it: an update here touches one narrow row. It has no foreign
 * key, nor have choices and their evidence: looking the contact up for each row was a sixth of an import. The store's
 * turn keeps them right, and triggers remove them with their contact, as contacts with their store.
 */
export const contactActivity = pgTable(
  "contact_activity",
  {
    orgId: orgId(),
    contactId: ref("contact_id").notNull(),
    orders: integer("orders").notNull().default(0),
    /** Orders that count, less refunds, in the store's currency. */
    spent: money("spent").notNull().default("0"),
    /** Those of `orders` that are in other currencies: in no sum, and in no average. */
    foreignOrders: integer("foreign_orders").notNull().default(0),
    firstOrderAt: at("first_order_at"),
    lastOrderAt: at("last_order_at"),
    lastInteractionAt: at("last_interaction_at"),
    /** The last visit that the snippet told of: one of the interactions. */
    visitedAt: at("visited_at"),
    /**
     * Histories for conditions with windows, oldest first: whole minutes of Unix time, floored. Orders as `orders`
     * counts them; `orderSums[n]` is what the first n came to less refunds, in ten-thousandths of the store's currency.
     */
    orderedAt: minutes("ordered_at"),
    orderSums: bigint("order_sums", { mode: "bigint" }).array().notNull().default([]),
    /** One entry per line of those orders; `productsAt` says when. */
    products: text("products").array().notNull().default([]),
    productsAt: minutes("products_at"),
    /** Messages, by the campaigns that send them. */
    sentAt: minutes("sent_at"),
    openedAt: minutes("opened_at"),
    clickedAt: minutes("clicked_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.contactId] }),
    index("contact_activity_interaction").on(t.orgId, t.lastInteractionAt.desc().nullsLast(), t.contactId),
    index("contact_activity_spent").on(t.orgId, t.spent.desc(), t.contactId),
    index("contact_activity_orders").on(t.orgId, t.orders.desc(), t.contactId),
  ],
);

/**
 * What is known of one person's choice on one channel. Each date only grows, so that deliveries in any order end in the
 * same state; `contacts.*_consent` follows from it (lib/consent/consent.ts).
 */
export const consents = pgTable(
  "consents",
  {
    orgId: orgId(),
    contactId: ref("contact_id").notNull(),
    channel: text("channel", { enum: ["email", "sms", "push"] }).notNull(),
    /** The newest explicit, dated opt-in. */
    optedInAt: at("opted_in_at"),
    optedOutAt: at("opted_out_at"),
    /**
     * A source shows "subscribed" without saying since when: enough to leave `never`, never enough to lift an opt-out.
     */
    claimedAt: at("claimed_at"),
    /** Asked to confirm by mail, not confirmed yet. */
    pendingAt: at("pending_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.contactId, t.channel] })],
);

/** Why a consent is what it is: one row per change. */
export const consentEvidence = pgTable(
  "consent_evidence",
  {
    orgId: orgId(),
    id: innerId(),
    contactId: ref("contact_id").notNull(),
    channel: text("channel", { enum: ["email", "sms", "push"] }).notNull(),
    before: text("before").notNull(),
    after: text("after").notNull(),
    method: text("method").notNull(),
    source: text("source").notNull(),
    evidence: text("evidence").notNull(),
    effectiveAt: at("effective_at").notNull(),
    recordedAt: now("recorded_at"),
    actorKind: text("actor_kind").notNull(),
    actorName: text("actor_name").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("consent_evidence_of_contact").on(t.orgId, t.contactId, t.recordedAt),
  ],
);

/** Addresses nobody may be written to, whatever their consent. Erased ones keep only the keyed hash. */
export const suppressions = pgTable(
  "suppressions",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId(),
    channel: text("channel", { enum: ["email", "sms"] }).notNull(),
    address: plain("address"),
    addressHash: text("address_hash").notNull(),
    reason: text("reason", { enum: ["manual", "bounce", "complaint", "invalid", "erased"] }).notNull(),
    note: text("note").notNull().default(""),
    addedAt: now("added_at"),
    addedBy: text("added_by").notNull(),
    /** Who put it in as well since, the earliest first: it stays until all of them have taken it back. */
    also: jsonb("also").$type<{ by: string; at: string; note: string }[]>().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("suppressions_public").on(t.orgId, t.publicId),
    index("suppressions_newest").on(t.orgId, t.addedAt.desc(), t.id.desc()),
    index("suppressions_by_address").on(t.orgId, t.channel, t.address),
    index("suppressions_erased").on(t.orgId, t.addressHash).where(sql`reason = 'erased'`),
    uniqueIndex("suppressions_once").on(t.orgId, t.channel, t.addressHash, t.reason),
  ],
);

/**
 * The timeline. Append-only; `fact` makes a line that follows from a record (an order's payment) come once. The key
 * serves its pages too. No foreign key, it would be looked up for every line: a trigger removes them with their
 * contact.
 */
export const contactEvents = pgTable(
  "contact_events",
  {
    orgId: orgId(),
    id: innerId(),
    contactId: ref("contact_id").notNull(),
    kind: text("kind").notNull(),
    at: at("at").notNull(),
    recordedAt: now("recorded_at"),
    actorKind: text("actor_kind").notNull(),
    actorName: text("actor_name"),
    orderId: ref("order_id"),
    fact: text("fact"),
    detail: jsonb("detail").$type<unknown>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.contactId, t.at, t.id] }),
    uniqueIndex("contact_events_fact").on(t.orgId, t.fact).where(sql`fact is not null`),
  ],
);
