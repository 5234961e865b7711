/**
 * What platforms pass on that must be honoured: who wants to see their data, who wants to be forgotten, which store
 * left.
 */
import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, innerId, now, orgId, publicId, ref } from "./columns";

/** No foreign key to the contact: the demand outlives whom it erased. */
export const privacyDemands = pgTable(
  "privacy_demands",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId().unique(),
    storeId: ref("store_id").notNull(),
    wants: text("wants", { enum: ["export", "erase", "erase-store", "disconnect"] }).notNull(),
    /** The same demand is sent again until it was answered. */
    dedupeKey: text("dedupe_key").notNull(),
    /** Whom it is about, as the platform names them. Empty once they are found, or gone. */
    who: jsonb("who").$type<unknown>().notNull().default({}),
    receivedAt: now("received_at"),
    /** open: a member is to hand over what is held. unknown: nobody here answers to it. */
    state: text("state", { enum: ["waiting", "open", "done", "unknown"] })
      .notNull()
      .default("waiting"),
    contactId: ref("contact_id"),
    settledAt: at("settled_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("privacy_demands_once").on(t.orgId, t.storeId, t.dedupeKey),
    index("privacy_demands_waiting").on(t.orgId, t.storeId).where(sql`state = 'waiting'`),
    index("privacy_demands_open").on(t.orgId, t.contactId).where(sql`state = 'open'`),
  ],
);
