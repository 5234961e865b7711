/** The way to a page where few match, or where those who do stand last: everybody who matches is put in order. */
import { type SQL, sql } from "drizzle-orm";
import { conditions, needsActivity } from "./filters";
import type { Meaning } from "./meaning";
import { type Asked, byKeys, columns, countOf, itsActivity, literal, matching } from "./ordered";
import type { Order } from "./sorts";

/** Finds all who match and puts them in order: where `few` match, or those who do stand last. */
export function gather({ meaning, order, parts, limit }: Asked, few: boolean): SQL {
  const among = sql.join(
    parts.map(({ where }) => sql`(${where})`),
    sql` or `,
  );
  return sql`select * from (select ${columns(order)} from ${everybody(meaning, order, few)}
    and (${among}) offset 0) found
    order by ${byKeys(order)} limit ${literal(limit)}`;
}

/** Where only the order asks for figures, those of few are looked up one by one; the planner would read all (1 M rows). */
function everybody(meaning: Meaning, order: Order, few: boolean): SQL {
  const needed = needsActivity(meaning.query);
  if (order.of === "counts") return sql`${withCounts(meaning, order, few)} where ${conditions(meaning)}`;
  if (order.of === "segments") return sql`${withSegments(meaning)} where ${conditions(meaning)}`;
  if (order.of === "contacts" || needed || !few) return matching(meaning, order.of === "activity" || needed);
  return sql`contacts c cross join lateral (${itsActivity}) a where ${conditions(meaning)}`;
}

function withCounts(meaning: Meaning, order: Order, few: boolean): SQL {
  const { some, counts } = countOf(order);
  const its = sql`select tags, lists from contact_counts n
    where n.org_id = c.org_id and n.contact_id = c.id and ${some(sql`n`)}
      and ${counts(sql`c`)} ${few ? sql`offset 0` : sql``}`;
  return sql`contacts c ${askedFigures(meaning)} left join lateral (${its}) own on true
    cross join lateral (select own.tags, own.lists, c.id as contact_id) n`;
}

const withSegments = (meaning: Meaning) => sql`contacts c ${askedFigures(meaning)}
  left join contact_segments k on k.org_id = c.org_id and k.contact_id = c.id`;

const askedFigures = ({ query }: Meaning) =>
  needsActivity(query) ? sql`join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id` : sql``;
