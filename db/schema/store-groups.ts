/** Groups and segments of the stores' own admins, mirrored: kept by lib/store-groups, never written to the store. */
import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, innerId, now, orgId, publicId, ref } from "./columns";
import { stores } from "./stores";

export const storeGroups = pgTable(
  "store_groups",
  {
    orgId: orgId(),
    id: innerId(),
    publicId: publicId().unique(),
    storeId: ref("store_id").notNull(),
    externalId: text("external_id").notNull(),
    /** Empty where the store told of the group's members or its end before it told of the group. */
    name: text("name").notNull(),
    /** As of when the name is: an older message does not bring the old one back. */
    namedAt: at("named_at").notNull(),
    /** No longer at the store: offered nowhere, and its members stay as they last were for whatever names it. */
    goneAt: at("gone_at"),
    /** Members at the store, people who are not taken among them. */
    size: integer("size").notNull().default(0),
    mirroredAt: at("mirrored_at"),
    /** When a mirror last came to it, whether or not its members could be read. */
    triedAt: at("tried_at"),
    /** The store told that its members are others now, and of none of them. */
    staleAt: at("stale_at"),
    createdAt: now("created_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
    uniqueIndex("store_groups_once").on(t.orgId, t.storeId, t.externalId),
    index("store_groups_stale").on(t.orgId, t.storeId).where(sql`stale_at is not null and gone_at is null`),
  ],
);

/** By the store's own ids: who is a contact here is told by `store_customers`, and may change any time. */
export const storeGroupMembers = pgTable(
  "store_group_members",
  {
    orgId: orgId(),
    groupId: ref("group_id").notNull(),
    externalId: text("external_id").notNull(),
    storeId: ref("store_id").notNull(),
    joinedAt: at("joined_at").notNull(),
    /** Kept until the next mirror of the group, so that older news does not bring somebody back who left. */
    leftAt: at("left_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.groupId, t.externalId] }),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [storeGroups.orgId, storeGroups.id] }).onDelete(
      "cascade",
    ),
    index("store_group_members_of").on(t.orgId, t.storeId, t.externalId),
  ],
);

/** A reading of a store's groups: of all of them, or of those that were told to have changed. */
export const storeGroupMirrors = pgTable(
  "store_group_mirrors",
  {
    orgId: orgId(),
    id: innerId(),
    storeId: ref("store_id").notNull(),
    kind: text("kind", { enum: ["whole", "changed"] }).notNull(),
    state: text("state", { enum: ["running", "done", "failed"] })
      .notNull()
      .default("running"),
    /** First the groups are listed, then each one's members; null between two of them. */
    phase: text("phase", { enum: ["groups", "members"] })
      .notNull()
      .default("groups"),
    groupId: ref("group_id"),
    /** When the store was first asked for what is being read now. */
    askedAt: at("asked_at"),
    cursor: text("cursor"),
    groupsDone: integer("groups_done").notNull().default(0),
    groupsTotal: integer("groups_total"),
    membersDone: integer("members_done").notNull().default(0),
    joined: integer("joined").notNull().default(0),
    left: integer("left").notNull().default(0),
    /** A sentence: why it failed, or which group could not be read. */
    error: text("error"),
    startedAt: now("started_at"),
    startedBy: text("started_by").notNull(),
    progressedAt: now("progressed_at"),
    finishedAt: at("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.storeId], foreignColumns: [stores.orgId, stores.id] }).onDelete("cascade"),
    index("store_group_mirrors_of").on(t.orgId, t.storeId, t.startedAt.desc()),
    uniqueIndex("store_group_mirrors_one_at_a_time").on(t.orgId, t.storeId).where(sql`state = 'running'`),
  ],
);

/** Ids that a running mirror has met in the list it is reading: they are taken over when the list has ended. */
export const storeGroupSeen = pgTable(
  "store_group_seen",
  {
    orgId: orgId(),
    mirrorId: ref("mirror_id").notNull(),
    externalId: text("external_id").notNull(),
    storeId: ref("store_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.mirrorId, t.externalId] }),
    foreignKey({
      columns: [t.orgId, t.mirrorId],
      foreignColumns: [storeGroupMirrors.orgId, storeGroupMirrors.id],
    }).onDelete("cascade"),
  ],
);
