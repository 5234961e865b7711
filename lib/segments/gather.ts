/**
 * Rows of other tables as conditions ask for them. Alone, a condition looks a contact's rows up. A statement that
 * judges many gathers what all of them ask of a table, and goes through it once; nothing is looked up by hand, so it
 * stays parallel.
 */
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Moment, Rows } from "./catalogue/field";
import { numberOf } from "./catalogue/literals";

/**
 * What is asked of the rows of each table (null: each contact's are looked up), and what is worked out once for a
 * contact, in columns named by `letter` and a number. The key of each is its own text.
 */
export type Gathering = { tables: Map<string, Table> | null; once: Map<string, Once>; letter: string };
export const newGathering = (): Gathering => ({ tables: new Map(), once: new Map(), letter: "w" });
export const newOnce = (): Gathering => ({ tables: null, once: new Map(), letter: "e" });

type Once = { table: "c" | "a"; column: string; value: SQL };

type Table = { from: SQL; of: SQL; name: string; asked: Map<string, Asked> };

type Asked = { column: string; figure: SQL; which: SQL };

/** Whether the contact has such a row: true or false, never null. */
export function anyRow(at: Moment, rows: Rows, which: SQL): SQL {
  const gathered = gather(at, rows, sql`bool_or(true)`, which);
  if (gathered) return sql`coalesce(${gathered}, false)`;
  return sql`exists (select from ${rows.from(at)} where ${theirs(at, rows)} and ${which})`;
}

/** An aggregate such as `max(e.at)` over such rows of the contact; what it is of no row is `none`. */
export function figureOf(at: Moment, rows: Rows, which: SQL, figure: SQL, none?: SQL): SQL {
  const gathered = gather(at, rows, figure, which);
  const found = gathered ?? sql`(select ${figure} from ${rows.from(at)} where ${theirs(at, rows)} and ${which})`;
  return none ? sql`coalesce(${found}, ${none})` : found;
}

/**
 * Something over the columns of a contact, or of its activity, that many conditions begin with: a statement that judges
 * many works it out once, as one more column of that table.
 */
export function once(at: Moment, value: SQL): SQL {
  if (!at.gathering) return value;
  const { once, letter } = at.gathering;
  const key = textOf(value);
  const table = soleTable(key);
  if (table !== "c" && table !== "a") return value;
  const known = once.get(key) ?? (once.size < most ? { table, column: `${letter}${once.size}`, value } : null);
  if (!known) return value;
  once.set(key, known);
  return sql.raw(`${table}.${known.column}`);
}

/** The one table, by its letter, that something is worked out from; null where there are several, or none. */
export function soleTable(text: string): string | null {
  const tables = new Set(text.match(/\b[a-z]\w*(?=\.\w)/g));
  return tables.size === 1 ? [...tables][0]! : null;
}

/** The columns of `contacts c` or `contact_activity a`, with what is worked out once among them. */
export function columnsOf(at: Moment, table: "c" | "a"): SQL {
  const own = [...(at.gathering?.once.values() ?? [])].filter((one) => one.table === table);
  return sql.join(
    [sql.raw(`${table}.*`), ...own.map(({ value, column }) => sql`${value} as ${sql.raw(column)}`)],
    sql`, `,
  );
}

/**
 * What is gathered for everybody, a table each: its name among those of `prefix`, and its rows, one a contact that has
 * any.
 */
export function gatheredOf(at: Moment, prefix: string): { name: string; rows: SQL }[] {
  return tablesOf(at).map(({ of, name, columns, rows }) => ({
    name: `${prefix}_${name}`,
    rows: sql`select ${of}.contact_id, ${columns} ${rows} group by 1`,
  }));
}

/**
 * The same as joins to `contacts c`: to the tables that were made of `gatheredOf`; or for few, the rows of each looked
 * up.
 */
export function joinsOf(at: Moment, whom: { gathered: string } | "few"): SQL {
  return sql.join(
    tablesOf(at).map(({ of, name, columns, rows }) => {
      const table = sql.raw(name);
      if (whom === "few")
        return sql`cross join lateral (select ${columns} ${rows} and ${of}.contact_id = c.id) ${table}`;
      return sql`left join ${sql.raw(`${whom.gathered}_${name}`)} ${table} on ${table}.contact_id = c.id`;
    }),
    sql`\n`,
  );
}

function tablesOf(at: Moment): { of: SQL; name: string; columns: SQL; rows: SQL }[] {
  return Array.from(at.gathering?.tables?.values() ?? [], ({ from, of, name, asked }) => {
    const all = [...asked.values()];
    const columns = all.map(({ column, figure, which }) =>
      all.length === 1
        ? sql`${figure} as ${sql.raw(column)}`
        : sql`${figure} filter (where ${which}) as ${sql.raw(column)}`,
    );
    const some = sql.join(
      all.map(({ which }) => sql`(${which})`),
      sql` or `,
    );
    const rows = sql`from ${from} where ${of}.org_id = ${numberOf(at.orgId)} and (${some})`;
    return { of, name, columns: sql.join(columns, sql`, `), rows };
  });
}

function theirs(at: Moment, { of, where }: Rows): SQL {
  if (of === undefined) return where(at);
  const table = sql.raw(of);
  return sql`${table}.org_id = ${numberOf(at.orgId)} and ${table}.contact_id = c.id and ${where(at)}`;
}

/** A table of ours may have 1,664 columns at most. */
const most = 1_000;

/** Null where nothing is gathered, or where the rows can only be told of one contact at a time. */
function gather(at: Moment, rows: Rows, figure: SQL, condition: SQL): SQL | null {
  if (!at.gathering?.tables || rows.of === undefined) return null;
  const [from, which] = [rows.from(at), sql`${rows.where(at)} and ${condition}`];
  const [table, key] = [textOf(from), textOf(sql`${figure} ${which}`)];
  const { tables } = at.gathering;
  const known = tables.get(table);
  const name = `g${tables.size}`;
  const place = known ?? { from, of: sql.raw(rows.of), name, asked: new Map<string, Asked>() };
  tables.set(table, place);
  if (place.asked.size >= most && !place.asked.has(key)) return null;
  const asked = place.asked.get(key) ?? { column: `m${place.asked.size}`, figure, which };
  place.asked.set(key, asked);
  return sql.raw(`${place.name}.${asked.column}`);
}

/** Without parameters: a table cannot be made with them, and a plan that knows all values is made once. */
export const textOf = (part: SQL) => new PgDialect().sqlToQuery(part.inlineParams()).sql;
