/** Files of people: the bytes, how they are read, what was refused, what each changed (for undo), and custom fields. */
import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
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
import { at, innerId, now, orgId, publicId, ref } from "./columns";
import { contacts } from "./contacts";
import { stores } from "./stores";

const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const plain = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

export const imports = pgTable(
  "imports",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId().unique(),
    storeId: ref("store_id").notNull(),
    kind: text("kind", { enum: ["contacts", "unsubscribed", "suppressed"] })
      .notNull()
      .default("contacts"),
    state: text("state", {
      enum: [
        "uploading",
        "mapping",
        "checking",
        "ready",
        "running",
        "done",
        "cancelled",
        "failed",
        "undoing",
        "undone",
      ],
    })
      .notNull()
      .default("uploading"),
    fileName: text("file_name").notNull(),
    /** Bytes, as announced; `received` are here. */
    size: ref("size").notNull(),
    received: ref("received").notNull().default(0),
    /** How the bytes are read, as chosen; {} is as seen. */
    reading: jsonb("reading").$type<unknown>().notNull().default({}),
    /** What looking at the file's beginning gave. Null until it was looked at. */
    seen: jsonb("seen").$type<unknown>(),
    headerDigest: text("header_digest"),
    mapping: jsonb("mapping").$type<unknown>(),
    options: jsonb("options").$type<unknown>().notNull().default({}),
    /** What the dry run found. */
    checked: jsonb("checked").$type<unknown>(),
    startedBy: text("started_by").notNull(),
    userId: ref("user_id"),
    createdAt: now("created_at"),
    /** When the run was asked for: the date in evidence, and the mark of what it wrote. */
    askedAt: at("asked_at"),
    startedAt: at("started_at"),
    progressedAt: now("progressed_at"),
    finishedAt: at("finished_at"),
    cancelAsked: boolean("cancel_asked").notNull().default(false),
    error: text("error"),
    /** How often carrying it on ended in an error nobody foresaw, since it last moved. */
    troubles: integer("troubles").notNull().default(0),
    /** Chunks that are through; moves in the transaction of the chunk's work, so none is done twice. */
    cursor: integer("cursor").notNull().default(0),
    /** Rows of those chunks, and what became of them. */
    done: integer("done").notNull().default(0),
    loaded: integer("loaded").notNull().default(0),
    updated: integer("updated").notNull().default(0),
    known: integer("known").notNull().default(0),
    repeated: integer("repeated").notNull().default(0),
    keptUnsubscribed: integer("kept_unsubscribed").notNull().default(0),
    rejected: integer("rejected").notNull().default(0),
    undoAskedAt: at("undo_asked_at"),
    undoAskedBy: text("undo_asked_by"),
    undoCursor: integer("undo_cursor").notNull().default(0),
    removed: integer("removed").notNull().default(0),
    restored: integer("restored").notNull().default(0),
    /** The file's bytes were dropped. */
    forgottenAt: at("forgotten_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
    index("imports_newest").on(t.orgId, t.createdAt.desc(), t.id.desc()),
  ],
);

const ofImport = (t: Record<"orgId" | "importId", AnyPgColumn>) =>
  foreignKey({ columns: [t.orgId, t.importId], foreignColumns: [imports.orgId, imports.id] }).onDelete("cascade");

/** The file in parts, in order, as it came. */
export const importFiles = pgTable(
  "import_files",
  {
    orgId: orgId(),
    importId: ref("import_id").notNull(),
    part: integer("part").notNull(),
    body: bytes("body").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.importId, t.part] }), ofImport(t)],
);

/**
 * Rows on their way from the file to contacts, checked and normalised (lib/imports/read/staged.ts). Unlogged: a crash
 * of the server empties it, and what is missing is read from the file again.
 */
export const importStaging = pgTable(
  "import_staging",
  {
    orgId: orgId(),
    importId: ref("import_id").notNull(),
    /** Of the file, where the row begins; from 1. */
    line: integer("line").notNull(),
    email: plain("email"),
    emailTyped: text("email_typed"),
    phone: plain("phone"),
    pushId: plain("push_id"),
    externalId: text("external_id"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    birthday: date("birthday", { mode: "string" }),
    gender: text("gender"),
    language: text("language"),
    company: text("company"),
    line1: text("line1"),
    line2: text("line2"),
    postcode: text("postcode"),
    city: text("city"),
    region: text("region"),
    country: text("country"),
    createdAt: at("created_at"),
    optInAt: at("opt_in_at"),
    optOutAt: at("opt_out_at"),
    emailConsent: text("email_consent"),
    smsConsent: text("sms_consent"),
    suppressed: text("suppressed"),
    tags: text("tags").array(),
    lists: text("lists").array(),
    /** By the names of custom fields. */
    custom: jsonb("custom").$type<unknown>(),
    hint: text("hint"),
    flags: text("flags").array(),
    leftOut: jsonb("left_out").$type<unknown>(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.importId, t.line] })],
);

/** A stretch of rows that is one transaction of the run. Written with its rows and before them seen by nobody. */
export const importChunks = pgTable(
  "import_chunks",
  {
    orgId: orgId(),
    importId: ref("import_id").notNull(),
    chunk: integer("chunk").notNull(),
    /** Lines it lies between; rows that were read, and of them those refused. */
    firstLine: integer("first_line").notNull(),
    lastLine: integer("last_line").notNull(),
    rows: integer("rows").notNull(),
    rejected: integer("rejected").notNull(),
    /** Bytes of the file behind it, and where reading goes on; null at the file's end. */
    bytes: ref("bytes").notNull(),
    next: jsonb("next").$type<unknown>(),
    /** How often each reason came and the first of each, rows with a hint or flag, filled cells by column. */
    told: jsonb("told").$type<unknown>().notNull().default({}),
    /** Digest of how the file was read and understood. */
    settings: text("settings").notNull(),
    settledAt: at("settled_at"),
    /** What became of its rows, where it was merged beside another chunk: counted once that one is through. */
    merged: jsonb("merged").$type<unknown>(),
    /** Contacts that the chunk changed, for undo. */
    ids: bigint("ids", { mode: "number" }).array().notNull().default(sql`'{}'`),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.importId, t.chunk] }), ofImport(t)],
);

/** Rows that were not taken. One that was mended is a row of another, later chunk. */
export const importRejects = pgTable(
  "import_rejects",
  {
    orgId: orgId(),
    importId: ref("import_id").notNull(),
    line: integer("line").notNull(),
    /** From 0; null when it is the row as a whole. */
    columnIndex: integer("column_index"),
    /** The word of the fault; its sentence is in lib/imports/meaning/reasons.ts. */
    reason: text("reason").notNull(),
    /** Of somebody erased nothing is kept. */
    cells: jsonb("cells").$type<string[]>().notNull(),
    mendedAt: at("mended_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.importId, t.line] }), ofImport(t)],
);

/**
 * What an import did to each contact: the evidence of consent it brought, lines on the timeline and undo follow from
 * it. No foreign key to the contact: a million rows would be looked up one by one for it.
 */
export const importChanges = pgTable(
  "import_changes",
  {
    orgId: orgId(),
    importId: ref("import_id").notNull(),
    contactId: ref("contact_id").notNull(),
    line: integer("line").notNull(),
    did: text("did", { enum: ["created", "updated", "kept"] }).notNull(),
    /** Fields as they were: {"firstName": {"was", "edit"}}. */
    before: jsonb("before").$type<unknown>(),
    /** Of a contact that was opened: {"email": {"after", "at", "explicit"}}. */
    consent: jsonb("consent").$type<unknown>(),
    /** Inner ids of what was added; of lists also the earlier stay: {"7": {"at", "by", "left"}}. */
    tags: bigint("tags", { mode: "number" }).array(),
    lists: jsonb("lists").$type<unknown>(),
    undoneAt: at("undone_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.contactId, t.importId] })],
);

/**
 * Whom a stretch of an import found already known, and what it said of them: so that nobody is counted twice, and what
 * a file says still holds when an earlier one is undone. Arrays of one length, a place in each for one person; kept as
 * long as an import can be undone, and without a key to the contact for the reason above.
 */
export const importKnown = pgTable(
  "import_known",
  {
    orgId: orgId(),
    importId: ref("import_id").notNull(),
    id: innerId(),
    ids: bigint("ids", { mode: "number" }).array().notNull(),
    lines: integer("lines").array().notNull(),
    /**
     * When they opted in to e-mail, as the file says; infinity: subscribed, without a date; null: nothing that raises.
     */
    email: at("email").array().notNull(),
    sms: at("sms").array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.importId, t.id] }), ofImport(t)],
);

/** What the columns of a header meant the last time, so that the next file with the same header needs no choosing. */
export const importMappings = pgTable(
  "import_mappings",
  {
    orgId: orgId(),
    digest: text("digest").notNull(),
    mapping: jsonb("mapping").$type<unknown>().notNull(),
    usedAt: now("used_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.digest] })],
);

/** Fields of a merchant's own. */
export const contactFields = pgTable(
  "contact_fields",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId().unique(),
    name: text("name").notNull(),
    type: text("type", { enum: ["text", "number", "date", "boolean"] }).notNull(),
    createdAt: now("created_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("contact_fields_name").on(t.orgId, sql`lower(${t.name})`),
  ],
);

/** Their values per contact, by inner id of the field: {"12": "Gold", "13": 4.5, "14": "2026-01-31", "15": true}. */
export const contactValues = pgTable(
  "contact_values",
  {
    orgId: orgId(),
    contactId: ref("contact_id").notNull(),
    values: jsonb("values").$type<Record<string, string | number | boolean>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.contactId] }),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete("cascade"),
  ],
);
