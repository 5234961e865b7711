/**
 * Segments: saved conditions, who meets them, and how that came about. Kept by lib/segments, never computed on view.
 */
import { sql } from "drizzle-orm";
import {
  bigint,
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
import { organizations } from "./accounts";
import { at, innerId, now, orgId, publicId, ref } from "./columns";

/** Numbers of segments; unique over all organizations, so that one array index serves them all. */
const numbers = (name: string) => integer(name).array().notNull().default([]);

export const segments = pgTable(
  "segments",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    /**
     * Small, for the arrays of `contact_segments`, and never given twice: an array may outlive a segment by a while.
     */
    id: integer("id").generatedAlwaysAsIdentity(),
    publicId: publicId().unique(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    /** As it was last saved: lib/segments/definition.ts. */
    definition: jsonb("definition").$type<unknown>().notNull(),
    /** The definition that the membership is of: it follows `definition` as a whole, when its refresh ends. */
    inForce: jsonb("in_force").$type<unknown>(),
    /** Only an active one has members. */
    state: text("state", { enum: ["draft", "active", "archived"] })
      .notNull()
      .default("draft"),
    size: integer("size").notNull().default(0),
    refreshedAt: at("refreshed_at"),
    /** How long that took, for all segments refreshed together. */
    refreshedMs: integer("refreshed_ms"),
    createdAt: now("created_at"),
    createdBy: text("created_by").notNull(),
    editedAt: now("edited_at"),
    editedBy: text("edited_by").notNull(),
    /** A deleted segment keeps its name for the timelines that tell of it, and nothing else shows it. */
    deletedAt: at("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("segments_name").on(t.orgId, sql`lower(${t.name})`).where(sql`deleted_at is null`),
  ],
);

/**
 * The segments a contact is in; no row is none. No foreign key: it would be looked up for each of a million. A row
 * whose contact is gone counts nowhere and goes with the next look at it.
 */
export const contactSegments = pgTable(
  "contact_segments",
  {
    orgId: orgId(),
    contactId: ref("contact_id").notNull(),
    segs: numbers("segs"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.contactId] }), index("contact_segments_segs").using("gin", t.segs)],
);

/** A refresh: of all segments for a new day, of all to be sure, or of those whose definition changed. */
export const segmentRuns = pgTable(
  "segment_runs",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    id: innerId(),
    kind: text("kind", { enum: ["day", "whole", "changed"] }).notNull(),
    /** The day of the zone that it is for; each has one. */
    forDay: date("for_day", { mode: "string" }),
    zone: text("zone").notNull(),
    state: text("state", { enum: ["running", "done"] })
      .notNull()
      .default("running"),
    step: text("step").notNull().default("waiting"),
    askedAt: now("asked_at"),
    askedBy: text("asked_by").notNull(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    /** The moment that dates were judged by. */
    judgedAt: at("judged_at"),
    /** Contacts that changed, and how often a segment was joined and left. */
    changed: integer("changed").notNull().default(0),
    joined: integer("joined").notNull().default(0),
    left: integer("left").notNull().default(0),
    /** Per segment: [{"segment": id, "joined", "left"}]. */
    changes: jsonb("changes").$type<unknown>().notNull().default([]),
    error: text("error"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("segment_runs_day").on(t.orgId, t.zone, t.forDay).where(sql`for_day is not null`),
    index("segment_runs_open").on(t.orgId).where(sql`state = 'running'`),
  ],
);

/**
 * Who joined and left what: a row for each contact that changed, told on the timeline by lib/timeline/segments.ts. What
 * follows from a definition that was made or changed is not told of each contact: only the run's numbers say it.
 */
export const segmentChanges = pgTable(
  "segment_changes",
  {
    orgId: orgId(),
    contactId: ref("contact_id").notNull(),
    id: innerId(),
    at: now("at"),
    runId: ref("run_id"),
    joined: numbers("joined"),
    left: numbers("left"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.contactId, t.id] })],
);

/** How many a segment had as a local day began. */
export const segmentSizes = pgTable(
  "segment_sizes",
  {
    orgId: orgId(),
    segmentId: integer("segment_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    size: integer("size").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.segmentId, t.day] }),
    foreignKey({ columns: [t.orgId, t.segmentId], foreignColumns: [segments.orgId, segments.id] }).onDelete("cascade"),
  ],
);

/**
 * How often a segment was joined and left in a local day. What is not told of each contact is not counted here either.
 */
export const segmentDays = pgTable(
  "segment_days",
  {
    orgId: orgId(),
    segmentId: integer("segment_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    joined: integer("joined").notNull(),
    left: integer("left").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.segmentId, t.day] }),
    foreignKey({ columns: [t.orgId, t.segmentId], foreignColumns: [segments.orgId, segments.id] }).onDelete("cascade"),
  ],
);

/**
 * Contacts that changed and are to be looked at, in order of arrival. Only ever added to: writers never wait for each
 * other here, and a row is seen by whoever takes it once its change is.
 */
export const segmentQueue = pgTable(
  "segment_queue",
  {
    orgId: orgId(),
    id: innerId(),
    contacts: bigint("contacts", { mode: "number" }).array().notNull(),
    at: now("at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);
