/** Ways to find a page. Which is short depends on how many match among the first in order, and no statistics tell that. */
import { type SQL, sql } from "drizzle-orm";
import { conditions, leading, needsActivity } from "./filters";
import type { Meaning } from "./meaning";
import { type Asked, byKeys, columns, countOf, itsActivity, literal } from "./ordered";
import { keys } from "./rows";
import { type Order, orderWithin, type Part } from "./sorts";

/** Nothing to filter by: reads the index of the sort. */
export function everyone({ meaning, order, parts, limit }: Asked): SQL {
  return inTurn(order, parts, limit, (part) => living(meaning.orgId, order, part));
}

/** `from … where …` that reads the order's index, and only who is still there. */
function living(orgId: number, order: Order, part: Part): SQL {
  if (order.of === "contacts") return sql`contacts c where c.org_id = ${orgId} and c.gone_at is null`;
  if (order.of === "counts") return counted(orgId, order, part);
  // Fenced, else a join reads from its start (590 ms).
  const seen = sql`select from contacts c where c.org_id = ${orgId} and c.id = a.contact_id
    and c.gone_at is null offset 0`;
  return sql`contact_activity a cross join lateral (${seen}) c where a.org_id = ${orgId}`;
}

/**
 * Who has some, from the counts; who has none (a level part) from the contacts, in the order of ids and among the first
 * `farthest` of them: where nearly everybody has some, all would be looked through for the few.
 */
function counted(orgId: number, order: Order, part: Part): SQL {
  const { some, counts } = countOf(order);
  if (part.level) {
    const first = sql`select n.* from contacts c
      cross join lateral (select null::int as tags, null::int as lists, c.id as contact_id, c.excluded_at) n
      where c.org_id = ${orgId} and c.gone_at is null and ${part.where}
      order by ${orderWithin(order, part)} limit ${literal(farthest)}`;
    const own = sql`select true as counts from contact_counts x
      where x.org_id = ${orgId} and x.contact_id = n.contact_id and ${some(sql`x`)} offset 0`;
    return sql`(${first}) n left join lateral (${own}) has on true
      where (has.counts and ${counts(sql`n`)}) is not true`;
  }
  const seen = sql`select from contacts c
    where c.org_id = ${orgId} and c.id = n.contact_id and c.gone_at is null and ${counts(sql`c`)} offset 0`;
  return sql`contact_counts n cross join lateral (${seen}) c where n.org_id = ${orgId} and ${some(sql`n`)}`;
}

const farthest = 20_000;

/** Of an order by counts whose first part may end before all of it was looked through: that part alone. */
export function surely(asked: Asked): Asked {
  const [first] = asked.parts;
  return asked.order.of === "counts" && first?.level ? { ...asked, parts: [first] } : asked;
}

/**
 * Looks at the first `reach` in order, one by one, until `limit` of them match. Right where it finds as many, and then it
 * costs what it looks at, whatever the size of the organization. A later part is only looked at where those before it were
 * looked through to their ends.
 */
export function walk(asked: Asked, reach: number): SQL {
  const { meaning, order } = asked;
  return inSteps(asked, reach, (part, more) =>
    seen(meaning, order, part, reach, sql`${leading(meaning)} and ${part.where} ${more}`),
  );
}

/**
 * As `walk`, of an order by figures: among the first `reach` whose figures meet the conditions. All figures are looked
 * through for them, but of contacts only those few.
 */
export function sift(asked: Asked, reach: number, measured: SQL): SQL {
  const { meaning, order } = asked;
  const own = sql`a.contact_id, a.orders, a.spent, a.last_interaction_at`;
  // Fenced: the order's index would be gone through for those who stand at its end.
  const fitting = sql`(select ${own} from contact_activity a where a.org_id = ${meaning.orgId} ${measured} offset 0) a`;
  return inSteps(asked, reach, (part, more) =>
    readPart(order, part, reach, sql`${fitting} where ${part.where} ${more}`, own),
  );
}

function inSteps({ meaning, order, parts, limit }: Asked, reach: number, first: (part: Part, more: SQL) => SQL): SQL {
  const matched = (from: SQL, { level }: Part) => sql`select ${named(order, "f.")} from ${from} f ${met(meaning, order)}
    order by ${byKeys(order, "f.", level)} limit ${literal(limit)}`;
  if (parts.length === 1) return matched(sql`(${first(parts[0]!, sql``)})`, parts[0]!);
  const name = (letter: string, at: number) => sql.raw(`${letter}${at}`);
  // Read by one only, and no further than it asks: `s`, the rows of a part in order; `m`, those of them that match.
  const steps = parts.map((part, at) => {
    const before = parts.slice(0, at).map((_, one) => one);
    const found = sql.join([sql`0`, ...before.map((one) => sql`(select count(*) from ${name("m", one)})`)], sql` + `);
    const through = before.map((one) => sql`and (select count(*) from ${name("s", one)}) < ${literal(reach)}`);
    const more = at === 0 ? sql`` : sql`and ${found} < ${literal(limit)} ${sql.join(through, sql` `)}`;
    return sql`${name("s", at)} as materialized (${first(part, more)}),
      ${name("m", at)} as materialized (${matched(name("s", at), part)})`;
  });
  const all = parts.map((_, at) => sql`select * from ${name("m", at)}`);
  return sql`with ${sql.join(steps, sql`, `)}
    select * from (${sql.join(all, sql` union all `)}) u order by ${byKeys(order)} limit ${literal(limit)}`;
}

/**
 * A part's rows in order. Of contacts each says itself whether it is `met`: the row is at hand, and looking it up again by
 * its key cost three times as much. Figures are fenced, else an index by figures is searched for each (18 pages, not 4).
 */
function seen(meaning: Meaning, order: Order, part: Part, reach: number, more: SQL): SQL {
  const { orgId } = meaning;
  if (order.of === "activity") {
    const own = sql`a.contact_id, a.orders, a.spent, a.last_interaction_at`;
    return readPart(order, part, reach, sql`contact_activity a where a.org_id = ${orgId} ${more}`, own);
  }
  if (order.of === "counts") return readPart(order, part, reach, sql`${living(orgId, order, part)} ${more}`);
  const figures = needsActivity(meaning.query) ? sql`cross join lateral (${itsActivity}) a` : sql``;
  const here = sql`contacts c ${figures} where c.org_id = ${orgId} and c.gone_at is null ${more}`;
  return readPart(order, part, reach, here, sql`(${conditions(meaning, true)}) as met`);
}

/** Those of `seen`, by the name `f`, who meet the conditions. */
function met(meaning: Meaning, order: Order): SQL {
  const { orgId } = meaning;
  if (order.of === "contacts") return sql`where f.met`;
  if (order.of === "activity") {
    const its = sql`(select f.contact_id, f.orders, f.spent, f.last_interaction_at)`;
    return sql`cross join lateral (select from ${its} a, contacts c
      where c.org_id = ${orgId} and c.id = a.contact_id and ${conditions(meaning)} offset 0) matching`;
  }
  const joined = needsActivity(meaning.query) ? sql`contacts c cross join lateral (${itsActivity}) a` : sql`contacts c`;
  return sql`cross join lateral (select from ${joined} where c.id = f.id and ${conditions(meaning)} offset 0) matching`;
}

/** The first `limit` in order, part by part: a later part is only read where those before it were too short. */
function inTurn(order: Order, parts: Part[], limit: number, from: (part: Part) => SQL): SQL {
  const read = (part: Part, more: SQL) => readPart(order, part, limit, sql`${from(part)} and ${part.where} ${more}`);
  const [only] = parts;
  if (parts.length === 1) return read(only!, sql``);
  const name = (letter: string, at: number) => sql.raw(`${letter}${at}`);
  const steps = parts.map((part, at) => {
    const before = at === 0 ? sql`` : sql`and (select n from ${name("n", at - 1)}) < ${literal(limit)}`;
    const sum = at === 0 ? sql`` : sql`(select n from ${name("n", at - 1)}) +`;
    return sql`${name("p", at)} as materialized (${read(part, before)}),
      ${name("n", at)} as materialized (select ${sum} count(*) as n from ${name("p", at)})`;
  });
  const all = parts.map((_, at) => sql`select * from ${name("p", at)}`);
  return sql`with ${sql.join(steps, sql`, `)}
    select * from (${sql.join(all, sql` union all `)}) u order by ${byKeys(order)} limit ${literal(limit)}`;
}

const readPart = (order: Order, part: Part, limit: number, from: SQL, more?: SQL) =>
  sql`select ${columns(order)}${more ? sql`, ${more}` : sql``} from ${from}
    order by ${orderWithin(order, part)} limit ${literal(limit)}`;

const named = (order: Order, prefix: string) =>
  sql.raw(
    keys(order)
      .map((key) => `${prefix}${key}`)
      .join(", "),
  );
