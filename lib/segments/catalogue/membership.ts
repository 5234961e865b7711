/** Groups somebody is in: tags, lists, segments, store groups, special tags. */
import { sql } from "drizzle-orm";
import { anyRow } from "../gather";
import type { AnyOf, Choice, Field, Property, Rows } from "./field";
import { idsOf, wordArrayOf } from "./literals";
import { named, storeGroups } from "./live";

const said = { family: "membership" } as const;

const special: readonly Choice[] = [
  { value: "subscriber", label: "Subscriber" },
  { value: "buyer", label: "Buyer" },
  { value: "contact", label: "Contact" },
];

const tags: Rows = { from: () => sql`contact_tags e`, of: "e", where: () => sql`true`, at: sql`e.added_at` };
const lists: Rows = {
  from: () => sql`list_members e`,
  of: "e",
  where: () => sql`e.left_at is null`,
  at: sql`e.joined_at`,
};

const tagged: AnyOf = (values, at) => anyRow(at, tags, sql`e.tag_id = any(${idsOf("tags", values, at)})`);

/** While excluded, a person is in no list (product.md, "Subscription dialog"). */
const listed: AnyOf = (values, at) =>
  sql`(c.excluded_at is null and ${anyRow(at, lists, sql`e.list_id = any(${idsOf("lists", values, at)})`)})`;

const kept: Rows = { from: () => sql`contact_segments e`, of: "e", where: () => sql`true`, at: sql`now()` };

/** The membership as it is kept. */
const segmented: AnyOf = (values, at) => anyRow(at, kept, sql`e.segs && ${idsOf("segments", values, at)}`);

/** A group that is gone from its store has the members that it had last. */
const grouped: Rows = {
  from: () => sql`store_customers a join store_group_members e
    on e.org_id = a.org_id and e.store_id = a.store_id and e.external_id = a.external_id`,
  of: "a",
  where: () => sql`a.ended_at is null and e.left_at is null`,
  at: sql`e.joined_at`,
};

const inGroup: AnyOf = (values, at) => anyRow(at, grouped, sql`e.group_id = any(${idsOf("store_groups", values, at)})`);

const tag: Property = {
  type: "members",
  label: "Tag",
  named: "tag",
  any: (values, at) => sql`e.tag_id = any(${idsOf("tags", values, at)})`,
  live: named("tags"),
};
const list: Property = {
  type: "members",
  label: "List",
  named: "list",
  any: (values, at) => sql`e.list_id = any(${idsOf("lists", values, at)})`,
  live: named("lists"),
};

export const membership: readonly Field[] = [
  {
    ...said,
    reads: ["tags"],
    key: "tag",
    label: "Tag",
    type: "members",
    named: "tag",
    any: tagged,
    live: named("tags"),
  },
  {
    ...said,
    reads: ["contact", "lists"],
    key: "list",
    label: "List",
    type: "members",
    named: "list",
    any: listed,
    live: named("lists"),
  },
  {
    ...said,
    reads: ["segments"],
    key: "segment",
    label: "Segment",
    type: "members",
    named: "segment",
    any: segmented,
    live: named("segments", sql`t.deleted_at is null and t.state = 'active'`),
  },
  {
    ...said,
    reads: ["store-groups"],
    key: "store-group",
    label: "Store group",
    type: "members",
    named: "group",
    any: inGroup,
    live: storeGroups,
    hint: "A customer group or segment of the store's own admin, as it was last read.",
  },
  {
    ...said,
    reads: ["contact"],
    key: "special-tag",
    label: "Special tag",
    type: "members",
    named: "word",
    choices: special,
    any: (values) => sql`c.special_tags && ${wordArrayOf(values)}`,
  },
  {
    ...said,
    reads: ["tags"],
    key: "tagged",
    label: "Was tagged",
    type: "events",
    source: { ...tags, properties: { tag } },
    hint: "Tags taken off again do not count.",
  },
  {
    ...said,
    reads: ["lists"],
    key: "joined-list",
    label: "Joined a list",
    type: "events",
    source: { ...lists, properties: { list } },
    hint: "Lists left again do not count.",
  },
  {
    ...said,
    reads: ["lists"],
    key: "left-list",
    label: "Left a list",
    type: "events",
    source: {
      from: () => sql`list_members e`,
      of: "e",
      where: () => sql`e.left_at is not null`,
      at: sql`e.left_at`,
      properties: { list },
    },
  },
];
