/** The way in and out by program: keys, answers kept for repeats, and the addresses that are told of changes. */
import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { organizations } from "./accounts";
import { at, innerId, now, orgId, publicId, ref } from "./columns";
import { stores } from "./stores";

/** A key of the REST API. Only hashes are kept; after a rotation the earlier one works until `oldUntil`. */
export const apiKeys = pgTable(
  "api_keys",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    id: innerId(),
    publicId: publicId().unique(),
    name: text("name").notNull(),
    /** Sees and changes this store's people only; null: the whole organization. */
    storeId: ref("store_id"),
    /** Permissions of lib/permissions.ts. */
    scopes: text("scopes").array().notNull(),
    /** The beginning of the key, by which people tell keys apart. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull(),
    oldPrefix: text("old_prefix"),
    oldHash: text("old_hash"),
    oldUntil: at("old_until"),
    createdAt: now("created_at"),
    createdBy: text("created_by").notNull(),
    /** To the minute: not every call is written down. */
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("api_keys_hash").on(t.hash),
    uniqueIndex("api_keys_old_hash").on(t.oldHash).where(sql`old_hash is not null`),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
  ],
);

/** What a call with an Idempotency-Key was answered, written in the transaction of its work. Gone after a day. */
export const apiAnswers = pgTable(
  "api_answers",
  {
    orgId: orgId(),
    keyId: ref("key_id").notNull(),
    idempotencyKey: text("idempotency_key").notNull(),
    /** Of method, path and body. */
    requestHash: text("request_hash").notNull(),
    status: integer("status").notNull(),
    body: text("body").notNull(),
    answeredAt: now("answered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.keyId, t.idempotencyKey] }),
    index("api_answers_age").on(t.answeredAt),
    foreignKey({ columns: [t.orgId, t.keyId], foreignColumns: [apiKeys.orgId, apiKeys.id] }).onDelete("cascade"),
  ],
);

/** An address of the merchant's that is told of changes. */
export const endpoints = pgTable(
  "endpoints",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    id: innerId(),
    publicId: publicId().unique(),
    url: text("url").notNull(),
    /** Sealed with CLIENTELE_KEY. */
    secret: text("secret").notNull(),
    topics: text("topics").array().notNull(),
    /** Lines of timelines up to this inner id have been read for it. */
    position: ref("position").notNull(),
    createdAt: now("created_at"),
    createdBy: text("created_by").notNull(),
    pausedAt: at("paused_at"),
    /** Given up on, and why, in a sentence. */
    disabledAt: at("disabled_at"),
    trouble: text("trouble"),
    failingSince: at("failing_since"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

/** One message for one endpoint, exactly as it is sent each time. Settled ones are gone after 30 days. */
export const endpointMessages = pgTable(
  "endpoint_messages",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId().unique(),
    endpointId: ref("endpoint_id").notNull(),
    /** The line it tells of; null for a test. */
    eventId: ref("event_id"),
    /** Whom it speaks of; a message of somebody erased keeps no body. */
    contactId: ref("contact_ref"),
    topic: text("topic").notNull(),
    body: text("body").notNull(),
    state: text("state", { enum: ["waiting", "delivered", "failed"] })
      .notNull()
      .default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    nextAt: now("next_at"),
    createdAt: now("created_at"),
    settledAt: at("settled_at"),
    /** What the last try was answered: the status, and the beginning of the text or what went wrong. */
    status: integer("status"),
    answer: text("answer"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("endpoint_messages_once").on(t.orgId, t.endpointId, t.eventId).where(sql`event_id is not null`),
    index("endpoint_messages_due").on(t.nextAt).where(sql`state = 'waiting'`),
    index("endpoint_messages_newest").on(t.orgId, t.endpointId, t.id.desc()),
    index("endpoint_messages_of_contact").on(t.orgId, t.contactId).where(sql`contact_ref is not null`),
    foreignKey({ columns: [t.orgId, t.endpointId], foreignColumns: [endpoints.orgId, endpoints.id] }).onDelete(
      "cascade",
    ),
  ],
);
