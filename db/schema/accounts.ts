/** People who log in, and the organizations they work in. */
import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, innerId, now, orgId, publicId, ref } from "./columns";

export const users = pgTable("users", {
  id: innerId().primaryKey(),
  publicId: publicId().unique(),
  /** Lower-cased. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  /** argon2id; empty for people who only log in by a provider. */
  passwordHash: text("password_hash"),
  emailVerifiedAt: at("email_verified_at"),
  createdAt: now("created_at"),
});

export const userProviders = pgTable(
  "user_providers",
  {
    userId: ref("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    provider: text("provider").notNull(),
    accountId: text("account_id").notNull(),
    linkedAt: now("linked_at"),
  },
  (t) => [primaryKey({ columns: [t.provider, t.accountId] }), index("user_providers_user").on(t.userId)],
);

/** One row per log-in. The cookie carries its id; a revoked row ends it everywhere at once. */
export const userSessions = pgTable(
  "user_sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: ref("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    userAgent: text("user_agent"),
    createdAt: now("created_at"),
    lastSeenAt: now("last_seen_at"),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
  },
  (t) => [index("user_sessions_user").on(t.userId)],
);

/** One-time tokens sent by mail (verify, reset). Only the hash is kept. */
export const userTokens = pgTable("user_tokens", {
  hash: text("hash").primaryKey(),
  userId: ref("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  purpose: text("purpose", { enum: ["verify", "reset"] }).notNull(),
  createdAt: now("created_at"),
  expiresAt: at("expires_at").notNull(),
  usedAt: at("used_at"),
});

/** Sliding windows of what may be tried how often (log-in, sign-up, mails). Shape given by rate-limiter-flexible. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  expire: bigint("expire", { mode: "number" }),
});

export const organizations = pgTable("organizations", {
  id: innerId().primaryKey(),
  publicId: publicId().unique(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  /** IANA zone: days, dates and 00:00 are read in it. */
  timeZone: text("time_zone").notNull().default("UTC"),
  /** How long lines of visits, messages and programs stay on timelines; null = for ever. */
  keepEventsMonths: integer("keep_events_months"),
  /** How long settled deliveries of stores stay in the inbox; failed ones 90 days at least. */
  keepDeliveriesDays: integer("keep_deliveries_days").notNull().default(30),
  createdAt: now("created_at"),
});

export const members = pgTable(
  "members",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    userId: ref("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role", { enum: ["owner", "admin", "editor", "viewer"] }).notNull(),
    joinedAt: now("joined_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId] }), index("members_user").on(t.userId)],
);

export const invitations = pgTable(
  "invitations",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    id: innerId(),
    publicId: publicId().unique(),
    email: text("email").notNull(),
    role: text("role", { enum: ["admin", "editor", "viewer"] }).notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    invitedBy: ref("invited_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: now("created_at"),
    expiresAt: at("expires_at").notNull(),
    acceptedAt: at("accepted_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

/** Who changed what. Written in the transaction of the change; never edited. */
export const auditTrail = pgTable(
  "audit_trail",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    id: innerId(),
    at: now("at"),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    verb: text("verb").notNull(),
    /** What it was done to: "store 0197…", in words. */
    subject: text("subject").notNull(),
    detail: jsonb("detail").$type<unknown>(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("audit_trail_newest").on(t.orgId, t.at, t.id),
    index("audit_trail_of_segment")
      .on(t.orgId, sql`(${t.detail} ->> 'segment')`, t.id)
      .where(sql`detail ->> 'segment' is not null`),
  ],
);

/** What a member set for themselves in one organization (columns, theme, density). */
export const memberPreferences = pgTable(
  "member_preferences",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    userId: ref("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    value: jsonb("value").$type<unknown>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId, t.name] })],
);

/** A way of looking at the contacts a member keeps: the list's address and its columns. */
export const savedViews = pgTable(
  "saved_views",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    id: innerId(),
    publicId: publicId().unique(),
    userId: ref("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The list's query as in its address, without a cursor. */
    query: text("query").notNull(),
    columns: text("columns").array().notNull(),
    createdAt: now("created_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), uniqueIndex("saved_views_name").on(t.orgId, t.userId, t.name)],
);
