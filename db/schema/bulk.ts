/** Work over everybody who matches: what was asked, how far it is, what it changed (for undo), and an export's file. */
import {
  bigint,
  boolean,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import { organizations } from "./accounts";
import { at, innerId, now, orgId, publicId, ref } from "./columns";

const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

export const bulkActions = pgTable(
  "bulk_actions",
  {
    orgId: orgId().references(() => organizations.id, { onDelete: "cascade" }),
    id: innerId(),
    publicId: publicId().unique(),
    kind: text("kind", {
      enum: ["tag", "untag", "list", "unlist", "disable", "enable", "unsubscribe", "delete", "export"],
    }).notNull(),
    /** Who is meant: the list's query as it stood in the address, or chosen contacts by public id. Frozen. */
    selection: jsonb("selection").$type<unknown>().notNull(),
    /** Names as the member saw them, and inner ids of tags or lists. */
    detail: jsonb("detail").$type<unknown>().notNull().default({}),
    /** The moment the condition is judged by; contacts that came later are not meant. */
    askedAt: now("asked_at"),
    askedBy: text("asked_by").notNull(),
    userId: ref("user_id"),
    /** How many the member confirmed. */
    expected: integer("expected").notNull(),
    state: text("state", {
      enum: ["running", "done", "failed", "cancelled", "undoing", "undone"],
    })
      .notNull()
      .default("running"),
    /** Parts of `bulk_targets` that are through; moves in the transaction of the part's work, so none is done twice. */
    cursor: ref("cursor").notNull().default(0),
    seen: integer("seen").notNull().default(0),
    changed: integer("changed").notNull().default(0),
    startedAt: at("started_at"),
    progressedAt: now("progressed_at"),
    finishedAt: at("finished_at"),
    cancelAsked: boolean("cancel_asked").notNull().default(false),
    error: text("error"),
    /** Undo walks the same parts. `undone` counts what was really put back. */
    undoAskedAt: at("undo_asked_at"),
    undoAskedBy: text("undo_asked_by"),
    undoCursor: integer("undo_cursor").notNull().default(0),
    undoSeen: integer("undo_seen").notNull().default(0),
    undone: integer("undone").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index("bulk_actions_newest").on(t.orgId, t.askedAt.desc())],
);

/** Whom an action means, frozen as it begins: inner ids in order, in parts of one batch each. Gone after 30 days. */
export const bulkTargets = pgTable(
  "bulk_targets",
  {
    orgId: orgId(),
    bulkId: ref("bulk_id").notNull(),
    part: integer("part").notNull(),
    ids: bigint("ids", { mode: "number" }).array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.bulkId, t.part] }),
    foreignKey({ columns: [t.orgId, t.bulkId], foreignColumns: [bulkActions.orgId, bulkActions.id] }).onDelete(
      "cascade",
    ),
  ],
);

/**
 * The contacts a bulk action really changed, one by one, so that a timeline finds its own. `subjectId` is the tag or
 * list, 0 where there is none. No foreign key: a million rows would be looked up one by one for it.
 */
export const bulkChanges = pgTable(
  "bulk_changes",
  {
    orgId: orgId(),
    bulkId: ref("bulk_id").notNull(),
    contactId: ref("contact_id").notNull(),
    subjectId: ref("subject_id").notNull().default(0),
    /** What undo puts back, where the row alone does not say it. */
    before: jsonb("before").$type<unknown>(),
    undoneAt: at("undone_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.contactId, t.bulkId, t.subjectId] })],
);

/** An export's file in parts, gzipped, in order. */
export const bulkFiles = pgTable(
  "bulk_files",
  {
    orgId: orgId(),
    bulkId: ref("bulk_id").notNull(),
    part: integer("part").notNull(),
    body: bytes("body").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.bulkId, t.part] }),
    foreignKey({ columns: [t.orgId, t.bulkId], foreignColumns: [bulkActions.orgId, bulkActions.id] }).onDelete(
      "cascade",
    ),
  ],
);
