/**
 * What the stores' records say: accounts, orders, checkouts. Contacts follow from them: lib/records/absorb.ts. No
 * foreign keys: looked up for each row they were half of its cost. All writers, and who deletes a contact, hold the
 * store's turn.
 */
import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, innerId, money, now, orgId, ref } from "./columns";
import { contacts } from "./contacts";
import { stores } from "./stores";

/** A customer account of the store. Kept after its end (`endedAt`), so that a late delivery cannot bring it back. */
export const storeCustomers = pgTable(
  "store_customers",
  {
    orgId: orgId(),
    storeId: ref("store_id").notNull(),
    externalId: text("external_id").notNull(),
    contactId: ref("contact_id"),
    updatedAt: at("updated_at").notNull(),
    createdAt: at("created_at").notNull(),
    endedAt: at("ended_at"),
    hasBought: boolean("has_bought").notNull().default(false),
    /** Of the whole record: the same again is seen without comparing fields. */
    digest: text("digest").notNull().default(""),
    person: jsonb("person").$type<unknown>().notNull(),
    /** The consent this account last showed, or that we wrote into it, and since when. Null: never looked. */
    shown: text("shown", { enum: ["subscribed", "unsubscribed", "nothing"] }),
    shownAt: at("shown_at"),
    /** Its labels at the store, to see what changed; null: never told. */
    tags: text("tags").array(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.storeId, t.externalId] }),
    index("store_customers_contact").on(t.orgId, t.contactId),
  ],
);

export const orders = pgTable(
  "orders",
  {
    orgId: orgId(),
    id: innerId(),
    storeId: ref("store_id").notNull(),
    externalId: text("external_id").notNull(),
    contactId: ref("contact_id"),
    number: text("number").notNull(),
    status: text("status", { enum: ["draft", "pending", "placed", "cancelled", "refunded"] }).notNull(),
    platformStatus: text("platform_status").notNull(),
    currency: text("currency").notNull(),
    total: money("total").notNull(),
    refunded: money("refunded").notNull().default("0"),
    customerExternalId: text("customer_external_id"),
    /** Normalised from the billing address: whom the order belongs to while no account claims it. */
    email: text("email"),
    phone: text("phone"),
    placedAt: at("placed_at").notNull(),
    paidAt: at("paid_at"),
    completedAt: at("completed_at"),
    updatedAt: at("updated_at").notNull(),
    endedAt: at("ended_at"),
    digest: text("digest").notNull().default(""),
    coupons: text("coupons").array().notNull().default([]),
    person: jsonb("person").$type<unknown>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("orders_external").on(t.orgId, t.storeId, t.externalId),
    index("orders_of_account")
      .on(t.orgId, t.storeId, t.customerExternalId)
      .where(sql`customer_external_id is not null`),
    index("orders_of_contact").on(t.orgId, t.contactId, t.placedAt.desc()),
    index("orders_left_open").on(t.updatedAt).where(sql`status in ('draft', 'pending') and ended_at is null`),
  ],
);

export const orderItems = pgTable(
  "order_items",
  {
    orgId: orgId(),
    orderId: ref("order_id").notNull(),
    externalId: text("external_id").notNull(),
    productId: text("product_id"),
    variantId: text("variant_id"),
    name: text("name").notNull(),
    sku: text("sku"),
    quantity: numeric("quantity", { precision: 14, scale: 3 }).notNull(),
    total: money("total").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.orderId, t.externalId] }),
    index("order_items_product").on(t.orgId, t.productId).where(sql`product_id is not null`),
  ],
);

/**
 * What a store sells, as far as it tells: by names. Null: never told. Kept when it is sold no more, for who bought it.
 */
export const products = pgTable(
  "products",
  {
    orgId: orgId(),
    storeId: ref("store_id").notNull(),
    externalId: text("external_id").notNull(),
    vendor: text("vendor"),
    categories: text("categories").array(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.storeId, t.externalId] }),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
  ],
);

export const refunds = pgTable(
  "refunds",
  {
    orgId: orgId(),
    orderId: ref("order_id").notNull(),
    externalId: text("external_id").notNull(),
    amount: money("amount").notNull(),
    reason: text("reason"),
    /** The platform's date where it tells one. */
    at: at("at"),
    seenAt: now("seen_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.orderId, t.externalId] })],
);

export const checkouts = pgTable(
  "checkouts",
  {
    orgId: orgId(),
    storeId: ref("store_id").notNull(),
    externalId: text("external_id").notNull(),
    contactId: ref("contact_id"),
    startedAt: at("started_at").notNull(),
    updatedAt: at("updated_at").notNull(),
    completedAt: at("completed_at"),
    abandonedAt: at("abandoned_at"),
    currency: text("currency").notNull(),
    total: money("total").notNull(),
    items: jsonb("items").$type<unknown>().notNull().default([]),
    person: jsonb("person").$type<unknown>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.storeId, t.externalId] }),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }),
    index("checkouts_of_contact").on(t.orgId, t.contactId),
  ],
);
