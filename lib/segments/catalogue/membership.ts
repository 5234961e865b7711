/** Groups somebody is in: tags, lists, segments, special tags. */
import { type SQL, sql } from "drizzle-orm";
import { anyText } from "../../sets";
import type { AnyOf, Choice, Field, Moment, Property } from "./field";
import { numberOf, wordArrayOf } from "./literals";
import { named } from "./live";

const said = { family: "membership" } as const;

const special: readonly Choice[] = [
  { value: "subscriber", label: "Subscriber" },
  { value: "buyer", label: "Buyer" },
  { value: "contact", label: "Contact" },
];

type Group = "tags" | "lists" | "segments";

/** Inner ids for public ones, asked once for the whole statement. What does not exist here is in no array. */
const ids = (table: Group, values: readonly string[], { orgId }: Moment): SQL =>
  sql`array(select t.id from ${sql.identifier(table)} t
    where t.org_id = ${numberOf(orgId)} and t.public_id::text = ${anyText(values)})`;

const tagged: AnyOf = (values, at) => sql`exists (select from contact_tags ct
  where ct.org_id = ${numberOf(at.orgId)} and ct.contact_id = c.id and ct.tag_id = any(${ids("tags", values, at)}))`;

/** While excluded, a person is in no list (product.md, "Subscription dialog"). */
const listed: AnyOf = (values, at) => sql`(c.excluded_at is null and exists (select from list_members lm
  where lm.org_id = ${numberOf(at.orgId)} and lm.contact_id = c.id and lm.left_at is null
    and lm.list_id = any(${ids("lists", values, at)})))`;

/** The membership as it is kept. */
const segmented: AnyOf = (values, at) => sql`exists (select from contact_segments cs
  where cs.org_id = ${numberOf(at.orgId)} and cs.contact_id = c.id and cs.segs && ${ids("segments", values, at)})`;

const tag: Property = {
  type: "members",
  label: "Tag",
  named: "tag",
  any: (values, at) => sql`e.tag_id = any(${ids("tags", values, at)})`,
  live: named("tags"),
};
const list: Property = {
  type: "members",
  label: "List",
  named: "list",
  any: (values, at) => sql`e.list_id = any(${ids("lists", values, at)})`,
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
    source: {
      from: () => sql`contact_tags e`,
      where: ({ orgId }) => sql`e.org_id = ${numberOf(orgId)} and e.contact_id = c.id`,
      at: sql`e.added_at`,
      properties: { tag },
    },
    hint: "Tags taken off again do not count.",
  },
  {
    ...said,
    reads: ["lists"],
    key: "joined-list",
    label: "Joined a list",
    type: "events",
    source: {
      from: () => sql`list_members e`,
      where: ({ orgId }) => sql`e.org_id = ${numberOf(orgId)} and e.contact_id = c.id and e.left_at is null`,
      at: sql`e.joined_at`,
      properties: { list },
    },
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
      where: ({ orgId }) => sql`e.org_id = ${numberOf(orgId)} and e.contact_id = c.id and e.left_at is not null`,
      at: sql`e.left_at`,
      properties: { list },
    },
  },
];
