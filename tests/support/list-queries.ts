/** Any query of the contacts list, over an organization of list-people.ts. */
import fc from "fast-check";
import * as choices from "@/lib/contacts/directory/choices";
import { everything, type Query } from "@/lib/contacts/directory/params";
import { sortKeys } from "@/lib/contacts/directory/sorts";
import { database } from "@/lib/tenancy";

/** Public ids in the order in which they were made. */
export type Ids = Record<"stores" | "tags" | "lists" | "segments" | "imports", string[]>;

export async function idsOf(orgId: number): Promise<Ids> {
  const of = async (table: string) => {
    const { sql } = database();
    const rows = await sql`select public_id from ${sql(table)} where org_id = ${orgId} order by id`;
    return rows.map((row) => String(row.public_id));
  };
  return {
    stores: await of("stores"),
    tags: await of("tags"),
    lists: await of("lists"),
    segments: await of("segments"),
    imports: await of("imports"),
  };
}

const words = [
  "m",
  "%",
  "_",
  "mi",
  "ra",
  "50%",
  "a_b",
  "\\",
  "Ho",
  "holt",
  "zz",
  "+49",
  "7",
  "ÉLAN",
  "@ex",
  "mira holt",
  "🙂",
  "o'",
];

const rarely = <T>(usual: T, else_: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: else_ });
const some = <T>(of: readonly T[], maxLength = of.length) => rarely<T[]>([], fc.subarray([...of], { maxLength }));
const end = (values: string[]) => fc.constantFrom(null, ...values);
const day = fc
  .integer({ min: -3, max: 1 })
  .map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
const spans = (days: number[]) =>
  rarely<choices.Span | null>(
    null,
    fc.oneof(
      fc.record({ is: fc.constantFrom("within" as const, "before" as const), days: fc.constantFrom(...days) }),
      fc.record({ is: fc.constant("between" as const), from: day, to: fc.option(day) }),
    ),
  );

/** Public ids are drawn as places in `ids`, which is not known yet when this is made. */
export const queries = fc.record({
  q: rarely("", fc.constantFrom(...words)),
  stores: some([0, 1, 2]),
  statuses: some(choices.statuses),
  sms: some(choices.consents),
  push: some(choices.consents),
  activity: rarely(null, fc.constantFrom(...choices.activities)),
  sources: some(choices.sources, 2),
  origins: some(["woocommerce", "shopify", 0, 1, 2, 3]),
  kinds: some(choices.kinds, 2),
  tags: some([0, 1, 2]),
  tagged: fc.constantFrom(...choices.taggings),
  lists: some([0, 1]),
  listed: fc.constantFrom(...choices.listings),
  segments: some([0, 1]),
  segmented: fc.constantFrom(...choices.listings),
  excluded: rarely<Query["excluded"]>("shown", fc.constant("out")),
  purchases: some(choices.purchases),
  spent: rarely(choices.noRange, fc.record({ min: end(["0", "10.5", "10.51"]), max: end(["0", "10.50", "31"]) })),
  orders: rarely(choices.noRange, fc.record({ min: end(["0", "1"]), max: end(["0", "1", "2"]) })),
  interaction: spans([0, 100, 365]),
  created: spans([0, 1, 2]),
  sort: fc.constantFrom(...sortKeys),
  turned: fc.boolean(),
});

type Drawn = typeof queries extends fc.Arbitrary<infer T> ? T : never;

export function queryOf({ stores, origins, tags, lists, segments, ...drawn }: Drawn, ids: Ids): Query {
  return {
    ...everything,
    ...drawn,
    stores: stores.map((at) => ids.stores[at]!),
    origins: origins.map((at) => (typeof at === "string" ? at : at < 2 ? ids.stores[at]! : ids.imports[at - 2]!)),
    tags: tags.map((at) => ids.tags[at]!),
    tagged: tags.length > 0 ? drawn.tagged : "any",
    lists: lists.map((at) => ids.lists[at]!),
    listed: lists.length > 0 ? drawn.listed : "in",
    segments: segments.map((at) => ids.segments[at]!),
    segmented: segments.length > 0 ? drawn.segmented : "in",
  };
}
