/** What all ways to a page share: who is asked for, and in which order. */
import { type SQL, sql } from "drizzle-orm";
import { conditions, needsActivity } from "./filters";
import type { Meaning } from "./meaning";
import { keys } from "./rows";
import { type Order, orderBy, type Part } from "./sorts";

/** `parts` of the order are read one after the other, until `limit` are found. */
export type Asked = { meaning: Meaning; order: Order; parts: Part[]; limit: number };

/** Everybody who matches, as `from … where …`; tables `contacts c` and, where needed, `contact_activity a`. */
export function matching(meaning: Meaning, withActivity = needsActivity(meaning.query)): SQL {
  const where = conditions(meaning);
  if (!withActivity) return sql`contacts c where ${where}`;
  return sql`contacts c join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id where ${where}`;
}

/** The figures of a contact `c`. */
export const itsActivity = sql`select * from contact_activity a where a.org_id = c.org_id
  and a.contact_id = c.id offset 0`;

type Of = (table: SQL) => SQL;

/** While excluded, a person is in no list (product.md, "Subscription dialog"). */
export function countOf({ key }: Order): { some: Of; counts: Of } {
  const name = key === "lists" ? sql`lists` : sql`tags`;
  const counts: Of = (table) => (key === "lists" ? sql`${table}.excluded_at is null` : sql`true`);
  return { some: (table) => sql`${table}.${name} > 0`, counts };
}

/** The order by the names of its keys; inside a level part without the first, as `orderWithin`. */
export function byKeys(order: Order, prefix = "", level = false): SQL {
  const names = keys(order).map((key) => `${prefix}${key}`);
  return level ? orderBy({ ...order, columns: order.columns.slice(1) }, names.slice(1)) : orderBy(order, names);
}

/** Part of the text and no value, for a plan that is kept knows no values: it would expect a tenth of all rows. */
export const literal = (limit: number) => sql.raw(String(limit));

export function columns(order: Order): SQL {
  const names = keys(order);
  return sql.join(
    order.columns.map((one, at) => sql`${one.sql} as ${sql.raw(names[at]!)}`),
    sql`, `,
  );
}
