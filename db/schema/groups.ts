/** Tags and lists. Join tables are the truth: adding a tag to 100,000 contacts costs an eighth of an array's price. */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { at, innerId, now, orgId, publicId, ref } from "./columns";
import { contacts } from "./contacts";

export const tags = pgTable(
  "tags",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId().unique(),
    name: text("name").notNull(),
    colour: text("colour").notNull().default("grey"),
    createdAt: now("created_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), uniqueIndex("tags_name").on(t.orgId, sql`lower(${t.name})`)],
);

export const contactTags = pgTable(
  "contact_tags",
  {
    orgId: orgId(),
    tagId: ref("tag_id").notNull(),
    contactId: ref("contact_id").notNull(),
    addedAt: now("added_at"),
    /** The member's name, "Import …" or the store: what the timeline says of it. */
    addedBy: text("added_by").notNull().default(""),
    /** The store's label, in small letters, that this link mirrors and goes with; null where anybody else made it. */
    storeLabel: text("store_label"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.tagId, t.contactId] }),
    index("contact_tags_of_contact").on(t.orgId, t.contactId),
    foreignKey({ columns: [t.orgId, t.tagId], foreignColumns: [tags.orgId, tags.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete("cascade"),
  ],
);

export const lists = pgTable(
  "lists",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId().unique(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    createdAt: now("created_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), uniqueIndex("lists_name").on(t.orgId, sql`lower(${t.name})`)],
);

export const listMembers = pgTable(
  "list_members",
  {
    orgId: orgId(),
    listId: ref("list_id").notNull(),
    contactId: ref("contact_id").notNull(),
    joinedAt: now("joined_at"),
    joinedBy: text("joined_by").notNull(),
    leftAt: at("left_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.listId, t.contactId] }),
    index("list_members_of_contact").on(t.orgId, t.contactId),
    foreignKey({ columns: [t.orgId, t.listId], foreignColumns: [lists.orgId, lists.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.contactId], foreignColumns: [contacts.orgId, contacts.id] }).onDelete("cascade"),
  ],
);

/**
 * How many tags and lists a contact has, for the order of the contacts list; no row is none. Kept by the triggers of
 * migration "group_tallies" on the two tables above, and by nothing else. Lists count while one is on them; that
 * somebody is excluded is asked of the contact. No foreign key: it would be looked up for each of a million tagged at
 * once.
 */
export const contactCounts = pgTable(
  "contact_counts",
  {
    orgId: orgId(),
    contactId: ref("contact_id").notNull(),
    tags: integer("tags").notNull().default(0),
    lists: integer("lists").notNull().default(0),
    /** What the contact's links count as in the tallies of their groups (standing_of), and what they did before. */
    standing: smallint("standing").notNull().default(2),
    was: smallint("was"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.contactId] }),
    index("contact_counts_tags").on(t.orgId, t.tags.desc(), t.contactId).where(sql`tags > 0`),
    index("contact_counts_lists").on(t.orgId, t.lists.desc(), t.contactId).where(sql`lists > 0`),
  ],
);

/**
 * How many people a tag or list has: the sum of its rows. Each statement that changes a link or a contact's standing
 * adds what it changed, so writers never wait for each other; lib/tallies.ts folds rows of one quarter of an hour. `at`
 * is when the tag was added or the stay began (`n` up) or ended (`n` down); `subscribed` counts those who agreed to
 * email.
 */
export const groupTallies = pgTable(
  "group_tallies",
  {
    orgId: orgId(),
    id: innerId(),
    kind: text("kind", { enum: ["tag", "list"] }).notNull(),
    groupId: ref("group_id").notNull(),
    at: at("at").notNull(),
    n: bigint("n", { mode: "number" }).notNull(),
    subscribed: bigint("subscribed", { mode: "number" }).notNull(),
    folded: boolean("folded").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), index("group_tallies_of").on(t.orgId, t.kind, t.groupId, t.at)],
);
