/** Where somebody comes from, and since when. */
import { type SQL, sql } from "drizzle-orm";
import { anyRow } from "../gather";
import type { AnyOf, Choice, Field, Moment, Rows } from "./field";
import { idsOf, numberOf, textsOf, wordsOf } from "./literals";
import { importsOf, named } from "./live";

const said = { family: "origin", reads: ["contact"] } as const;

const sources: readonly Choice[] = [
  { value: "ecommerce", label: "A store" },
  { value: "csv", label: "A CSV file" },
  { value: "api", label: "The API" },
  { value: "form", label: "A sign-up form" },
  { value: "manual", label: "By hand" },
];

const platforms = ["shopify", "woocommerce", "magento", "stripe", "shopline", "salesforce", "api"];
const names: Record<string, string> = {
  woocommerce: "WooCommerce",
  shopline: "SHOPLINE",
  api: "None, filled by the API",
};
const titled = (word: string) => names[word] ?? word.charAt(0).toUpperCase() + word.slice(1);

/** Inner ids of stores by public ids and platforms, asked once for the whole statement. */
function stores({ orgId, known }: Moment, ids: readonly string[], platforms: readonly string[]): SQL {
  if (known) {
    const found = known.stores.filter((one) => ids.includes(one.publicId) || platforms.includes(one.platform));
    return sql.raw(`any('{${found.map(({ id }) => id)}}'::bigint[])`);
  }
  return sql`any(array(select t.id from stores t where t.org_id = ${numberOf(orgId)}
    and (t.public_id::text = any(${textsOf(ids)}) or t.platform = any(${textsOf(platforms)}))))`;
}

/** The currency of a store, by its inner id. */
export function currencyOf(store: SQL, { orgId, known }: Moment): SQL {
  if (!known) return sql`(select s.currency from stores s where s.org_id = ${numberOf(orgId)} and s.id = ${store})`;
  const each = known.stores.map(({ id, currency }) => sql`when ${numberOf(id)} then ${currency}::text`);
  return each.length > 0 ? sql`(case ${store} ${sql.join(each, sql` `)} end)` : sql`null::text`;
}

const imported: AnyOf = (values, at) => {
  const taken = sql`(c.source = 'ecommerce' and c.store_id = ${stores(at, values, values)})`;
  const files = values.filter((value) => value.length === 36 && (!at.known || at.known.ids.has(`imports ${value}`)));
  if (files.length === 0) return taken;
  const ids = idsOf("imports", files, at);
  // Public ids tell no stores from imports: where all are stores, nothing is looked up.
  const some = at.known ? sql`` : sql`${ids} <> '{}' and `;
  return sql`(${taken} or ${some}${anyRow(at, brought, sql`e.import_id = any(${ids})`)})`;
};

/** An import that opened the contact; also one that was undone since, where the contact stayed. */
const brought: Rows = {
  from: () => sql`import_changes e`,
  of: "e",
  where: () => sql`e.did = 'created'`,
  at: sql`now()`,
};

export const origin: readonly Field[] = [
  {
    ...said,
    key: "store",
    label: "Store",
    type: "members",
    named: "store",
    any: (values, at) => sql`c.store_id = ${stores(at, values, [])}`,
    live: named("stores"),
  },
  {
    ...said,
    key: "platform",
    label: "Platform",
    type: "choice",
    choices: platforms.map((value) => ({ value, label: titled(value) })),
    any: (values, at) => sql`c.store_id = ${stores(at, [], values)}`,
  },
  {
    ...said,
    key: "source",
    label: "Source",
    type: "choice",
    choices: sources,
    any: (values) => sql`c.source in ${wordsOf(values)}`,
  },
  {
    ...said,
    key: "imported-from",
    label: "Imported from",
    type: "members",
    named: "origin",
    any: imported,
    live: (orgId, values) => sql`select distinct t.platform as value, t.platform as label, 0 as used from stores t
      where t.org_id = ${numberOf(orgId)} union all (${named("stores")(orgId)})
      union all (${importsOf(orgId, values)})`,
    hint: "A store, or any store of a platform, that told of this contact; or the file that brought it.",
  },
  {
    ...said,
    key: "has-account",
    label: "Has an account in the store",
    type: "flag",
    holds: () => sql`(c.external_id is not null)`,
  },
  {
    ...said,
    key: "created",
    label: "Created",
    type: "date",
    counted: "moment",
    column: () => sql`c.created_at`,
    hint: "When the contact came here.",
  },
  {
    ...said,
    key: "known-since",
    label: "Known to the store since",
    type: "date",
    counted: "moment",
    column: () => sql`c.born_at`,
  },
  {
    ...said,
    key: "changed",
    label: "Details changed",
    type: "date",
    counted: "moment",
    column: () => sql`c.updated_at`,
  },
];
