/** Ways to find a page. Which is short depends on how many match among the first in order, and no statistics tell that. */
import { type SQL, sql } from "drizzle-orm";
import { conditions, needsActivity } from "./filters";
import type { Meaning } from "./meaning";
import { keys } from "./rows";
import { type Order, orderBy, orderWithin } from "./sorts";

/** `ranges` are the parts of the order to be read, one after the other. */
export type Asked = { meaning: Meaning; order: Order; ranges: SQL[]; limit: number };

/** Everybody who matches, as `from … where …`; tables `contacts c` and, where needed, `contact_activity a`. */
export function matching(meaning: Meaning): SQL {
  const where = conditions(meaning);
  if (!needsActivity(meaning.query)) return sql`contacts c where ${where}`;
  return sql`contacts c join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id where ${where}`;
}

/** Reads the sort's index as the planner sees fit. */
export function straight(asked: Asked): SQL {
  const { meaning, order } = asked;
  if (order.of === "contacts") return union(asked, matching(meaning));
  return union(
    asked,
    sql`contact_activity a join contacts c on c.org_id = a.org_id and c.id = a.contact_id
      where a.org_id = ${meaning.orgId} and ${conditions(meaning)}`,
  );
}

/** Nothing to filter by: walks the index and looks each contact up. Fenced, else a join reads from its start (590 ms). */
export function everyone(asked: Asked): SQL {
  const { meaning, order } = asked;
  if (order.of === "contacts") return union(asked, matching(meaning));
  return union(
    asked,
    sql`contact_activity a
      cross join lateral (select from contacts c where c.id = a.contact_id and ${conditions(meaning)} offset 0) c
      where a.org_id = ${meaning.orgId}`,
  );
}

const walked = 5000;

/** Looks at the first 5,000 in order, whoever they are. Right when it fills the page, and then 6 ms at any size. */
export function walk(asked: Asked): SQL {
  const { meaning, order, ranges, limit } = asked;
  const ordered = sql`order by ${orderBy(order)} limit ${walked}`;
  const parts = ranges.map(
    (range) => sql`(select a.* from contact_activity a where a.org_id = ${meaning.orgId} and ${range} ${ordered})`,
  );
  const first = sql`(select a.* from (${sql.join(parts, sql` union all `)}) a ${ordered})`;
  return sql`select ${columns(order)} from ${first} a join contacts c on c.org_id = ${meaning.orgId} and c.id = a.contact_id
    where ${conditions(meaning)} order by ${orderBy(order)} limit ${limit}`;
}

/** Gathers all who match and puts them in order: where few match, or those who do stand last (5 s when walked). */
export function gather(asked: Asked): SQL {
  const { meaning } = asked;
  return union(
    asked,
    sql`(select a.* from contact_activity a join contacts c on c.org_id = a.org_id and c.id = a.contact_id
      where a.org_id = ${meaning.orgId} and ${conditions(meaning)} offset 0) a where true`,
  );
}

/** Each range gives its first rows by index; the union of these few is put in order. */
function union({ order, ranges, limit }: Asked, source: SQL): SQL {
  const branches = ranges.map(
    (range) =>
      sql`(select ${columns(order)} from ${source} and ${range} order by ${orderWithin(order)} limit ${limit})`,
  );
  return sql`select * from (${sql.join(branches, sql` union all `)}) u order by ${orderBy(order, keys(order))} limit ${limit}`;
}

function columns(order: Order): SQL {
  const names = keys(order);
  return sql.join(
    order.columns.map((one, at) => sql`${one.sql} as ${sql.raw(names[at]!)}`),
    sql`, `,
  );
}
