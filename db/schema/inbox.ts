/** What stores deliver: the letters themselves, those of them that wait, and what came of the others. */
import { sql } from "drizzle-orm";
import { customType, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { innerId, now, orgId, publicId, ref } from "./columns";

const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/**
 * The inbox: what came in, exactly as it came, until it is applied, and for 30 days after. No foreign key: whoever
 * writes here has just opened the store's secret, and no store is ever deleted.
 */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId(),
    storeId: ref("store_id").notNull(),
    receivedAt: now("received_at"),
    topic: text("topic").notNull(),
    objectId: text("object_id"),
    dedupeKey: text("dedupe_key").notNull(),
    headers: jsonb("headers").$type<unknown>().notNull(),
    body: bytes("body").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.storeId, t.id] }),
    uniqueIndex("webhook_deliveries_once").on(t.orgId, t.storeId, t.dedupeKey),
    uniqueIndex("webhook_deliveries_public").on(t.orgId, t.publicId),
  ],
);

/** `attempts`: how often it was settled before, for it may be put back. */
const tried = { attempts: integer("attempts").notNull().default(0) };
const delivery = { orgId: orgId(), storeId: ref("store_id").notNull(), id: ref("id").notNull() };

/**
 * The deliveries that are still to be applied. Beside the letters, for these are wide and in three indexes: to settle
 * one there costs five times what it costs to take a line off here. A delivery has a line here or an outcome.
 */
export const webhookWaiting = pgTable(
  "webhook_waiting",
  { ...delivery, ...tried, bytes: integer("bytes").notNull() },
  (t) => [primaryKey({ columns: [t.orgId, t.storeId, t.id] })],
);

/** What came of a delivery. One that is to be applied once more has none until then. */
export const webhookOutcomes = pgTable(
  "webhook_outcomes",
  {
    ...delivery,
    ...tried,
    state: text("state", { enum: ["applied", "ignored", "failed"] }).notNull(),
    settledAt: now("settled_at"),
    reason: text("reason"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.storeId, t.id] }),
    index("webhook_outcomes_failed").on(t.orgId, t.storeId, t.id).where(sql`state = 'failed'`),
  ],
);
