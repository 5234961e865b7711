/**
 * Visits to a shop: the snippet that tells of them, the browsers it knows, and what those did before they were anybody.
 */
import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, innerId, now, orgId, publicId, ref } from "./columns";
import { stores } from "./stores";

/** At most one a store. Its public id stands in the shop's pages for everybody to read. */
export const snippets = pgTable(
  "snippets",
  {
    orgId: orgId(),
    storeId: ref("store_id").notNull(),
    publicId: publicId().unique(),
    active: boolean("active").notNull().default(true),
    /** Sites beside the store's own address whose pages may tell of visits. */
    origins: text("origins").array().notNull().default([]),
    /** `ask`: nothing is told or kept before the visitor has agreed in the shop's own banner. */
    consent: text("consent", { enum: ["ask", "given"] })
      .notNull()
      .default("ask"),
    /** Whether the shop must sign whom it names. */
    signed: boolean("signed").notNull().default(false),
    /** Sealed: what the shop signs with. */
    secret: text("secret").notNull(),
    heardAt: at("heard_at"),
    createdAt: now("created_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.storeId] }),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
  ],
);

/** A browser that visited. `email` is what the shop called it while nobody here has that address. */
export const visitors = pgTable(
  "visitors",
  {
    orgId: orgId(),
    id: innerId(),
    storeId: ref("store_id").notNull(),
    /** Made by the browser, kept there only. */
    key: uuid("key").notNull(),
    contactId: ref("contact_id"),
    email: text("email"),
    firstSeenAt: now("first_seen_at"),
    seenAt: now("seen_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
    uniqueIndex("visitors_key").on(t.orgId, t.storeId, t.key),
    index("visitors_of_contact").on(t.orgId, t.contactId).where(sql`contact_id is not null`),
    index("visitors_named").on(t.orgId, t.email).where(sql`email is not null`),
    index("visitors_seen").on(t.seenAt),
  ],
);

/** What a browser did before it was anybody's: becomes lines of a timeline, or is forgotten. */
export const visitorEvents = pgTable(
  "visitor_events",
  {
    orgId: orgId(),
    visitorId: ref("visitor_id").notNull(),
    id: innerId(),
    kind: text("kind").notNull(),
    at: at("at").notNull(),
    detail: jsonb("detail").$type<unknown>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.visitorId, t.id] }),
    foreignKey({ columns: [t.orgId, t.visitorId], foreignColumns: [visitors.orgId, visitors.id] }).onDelete("cascade"),
  ],
);
