/** Connected stores, what comes in from them, and the passes over them. */
import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { organizations } from "./accounts";
import { at, innerId, now, orgId, publicId, ref } from "./columns";

export const stores = pgTable(
  "stores",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    id: innerId(),
    publicId: publicId().unique(),
    platform: text("platform").notNull(),
    /** A source of people alone may give them to another store: its contacts are that one's. Null: it keeps its own. */
    joinsId: ref("joins_id"),
    name: text("name").notNull(),
    url: text("url").notNull(),
    /** choosing: connected, the first selection is still to be made. */
    state: text("state", { enum: ["choosing", "active", "paused", "disconnected"] }).notNull(),
    /** Sealed with CLIENTELE_KEY; see lib/secrets.ts. */
    credentials: text("credentials"),
    webhookSecret: text("webhook_secret"),
    /** Kinds to take: subscriber, buyer, contact. */
    selection: text("selection").array().notNull().default([]),
    consentKeys: text("consent_keys").array().notNull().default([]),
    timeZone: text("time_zone").notNull().default("UTC"),
    currency: text("currency").notNull().default("EUR"),
    country: text("country"),
    version: text("version"),
    createdAt: now("created_at"),
    lastDeliveryAt: at("last_delivery_at"),
    /** Orders changed before this are known to be here. Moves only after a pass that read them all. */
    ordersReadUntil: at("orders_read_until"),
    /** What the store counted at the last look. */
    theirCustomers: integer("their_customers"),
    theirOrders: integer("their_orders"),
    /** What it counted of each kind of people when it was connected; null where it cannot tell. */
    theirKinds: jsonb("their_kinds").$type<{
      subscriber: number | null;
      buyer: number | null;
      contact: number | null;
      guestsBeside?: true;
    }>(),
    countedAt: at("counted_at"),
    /** A sentence for the merchant; null = nothing needs a look. */
    trouble: text("trouble"),
    troubleSince: at("trouble_since"),
    /** Choices made here are not told to the store before this: it asked for a pause, or cannot be written to. */
    writeAfter: at("write_after"),
    /** The store asked for a pause or is out of reach: by themselves clocks ask it nothing before this. */
    askAfter: at("ask_after"),
    /** Since when it has not answered; null once it did. */
    silentSince: at("silent_since"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.joinsId], foreignColumns: [t.orgId, t.id] }),
    uniqueIndex("stores_one_per_address").on(t.orgId, t.platform, t.url),
    index("stores_joining").on(t.orgId, t.joinsId).where(sql`joins_id is not null`),
  ],
);

export const storeWebhooks = pgTable(
  "store_webhooks",
  {
    orgId: orgId(),
    storeId: ref("store_id").notNull(),
    topic: text("topic").notNull(),
    externalId: text("external_id").notNull(),
    status: text("status").notNull(),
    checkedAt: now("checked_at"),
    revivedAt: at("revived_at"),
    revivals: integer("revivals").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.storeId, t.topic] }),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
  ],
);

/** A started "connect" at the store's own authorise page. The state is single-use and bound to who started it. */
export const connectAttempts = pgTable(
  "connect_attempts",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    stateHash: text("state_hash").notNull(),
    userId: ref("user_id").notNull(),
    platform: text("platform").notNull(),
    url: text("url").notNull(),
    createdAt: now("created_at"),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
    storeId: ref("store_id"),
    /** Sealed: what the way back needs and nobody else may know (an app's secret, a verifier). */
    draft: text("draft"),
    /** Why nothing came of it, a sentence for the merchant. */
    problem: text("problem"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.stateHash] }), uniqueIndex("connect_attempts_state").on(t.stateHash)],
);

/** One pass over a store: first, nightly, light (orders only), by hand, or just the people of a newly ticked kind. */
export const syncs = pgTable(
  "syncs",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId().unique(),
    storeId: ref("store_id").notNull(),
    kind: text("kind", { enum: ["first", "nightly", "light", "manual", "new-kind"] }).notNull(),
    state: text("state", { enum: ["running", "done", "failed", "cancelled"] })
      .notNull()
      .default("running"),
    phase: text("phase", { enum: ["customers", "products", "orders", "missing", "sweep", "done"] })
      .notNull()
      .default("customers"),
    /** Opaque, the platform's; where the phase goes on after a crash. */
    cursor: text("cursor"),
    startedAt: now("started_at"),
    finishedAt: at("finished_at"),
    progressedAt: now("progressed_at"),
    customersDone: integer("customers_done").notNull().default(0),
    customersTotal: integer("customers_total"),
    ordersDone: integer("orders_done").notNull().default(0),
    ordersTotal: integer("orders_total"),
    /** When the reading of orders began, and the newest change it met: what decides until when they are known. */
    ordersBegunAt: at("orders_begun_at"),
    ordersNewest: at("orders_newest"),
    /** Changes no delivery had told of; records found deleted. */
    healed: integer("healed").notNull().default(0),
    vanished: integer("vanished").notNull().default(0),
    taken: integer("taken").notNull().default(0),
    passedOver: integer("passed_over").notNull().default(0),
    error: text("error"),
    startedBy: text("started_by").notNull(),
    cancelAsked: boolean("cancel_asked").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
    index("syncs_of_store").on(t.orgId, t.storeId, t.startedAt.desc()),
    uniqueIndex("syncs_one_at_a_time").on(t.orgId, t.storeId).where(sql`state = 'running'`),
  ],
);

/** Ids seen by a running sweep; what is ours and not here was deleted at the store without a word. */
export const syncSeen = pgTable(
  "sync_seen",
  {
    orgId: orgId(),
    syncId: ref("sync_id").notNull(),
    kind: text("kind", { enum: ["customer", "order"] }).notNull(),
    externalId: text("external_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.syncId, t.kind, t.externalId] }),
    foreignKey({ columns: [t.orgId, t.syncId], foreignColumns: [syncs.orgId, syncs.id] }).onDelete("cascade"),
  ],
);
