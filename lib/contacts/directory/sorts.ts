/**
 * What the list may be sorted by: an index read forwards or backwards, so that every page costs the same, but for a
 * few.
 */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

/** One value of a column that is ordered by something else than itself: by the name it stands for. */
export type Group = { told: string; is: SQL };

type Column = {
  sql: SQL;
  /** The direction in which the index holds it. */
  down: boolean;
  nullable?: boolean;
  /** Brings a cursor's text back to the column's type. */
  cast: SQL;
  check: z.ZodType<string>;
  /** The cursor's text where it is not the column's own. */
  told?: SQL;
  /** Its values in order, each a range of its own: what no index orders is read group by group. */
  groups?: Group[];
};

/** The table that gives the order: `contacts c`, `contact_activity a`, `contact_counts n`, `contact_segments k`. */
type Table = "contacts" | "activity" | "counts" | "segments";

/** `unled`: no index gives the order, which would slow every insert; each page puts everybody in order who matches. */
type Sort = { label: string; down: boolean; of: Table; columns: Column[]; tie: Column; unled?: true };

const moment = z.string().regex(/^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const decimal = z.string().regex(/^-?\d{1,16}(\.\d{1,4})?$/);
const integer = z.string().regex(/^-?\d{1,9}$/);
const text = z.string().refine((value) => !value.includes("\0"));

const column = (name: SQL, type: SQL, check: z.ZodType<string>, down: boolean, nullable = false): Column => ({
  sql: name,
  cast: type,
  check,
  down,
  nullable,
});

const tie = (down: boolean) => column(sql`c.id`, sql`bigint`, integer, down);
const tieOfActivity = column(sql`a.contact_id`, sql`bigint`, integer, false);
const created = column(sql`c.created_at`, sql`timestamptz`, moment, true);
const interaction = column(sql`a.last_interaction_at`, sql`timestamptz`, moment, true, true);
const ofContacts = (label: string, ...columns: Column[]) => ({ label, down: false, of: "contacts" as const, columns });
const ofActivity = (label: string, ...columns: Column[]) => ({
  label,
  down: true,
  of: "activity" as const,
  columns,
  tie: tieOfActivity,
});

/** Who has none has no value: they stand in no index of counts, and are read from the contacts (ways.ts). */
const ofCounts = (label: string, name: SQL, told: SQL) => ({
  label,
  down: true,
  of: "counts" as const,
  columns: [{ ...column(name, sql`int`, integer, true, true), told }],
  tie: column(sql`n.contact_id`, sql`bigint`, integer, false),
});

/**
 * The columns and directions are those of the indexes in db/schema/contacts.ts and groups.ts, or all of them turned.
 */
export const sorts = {
  created: { ...ofContacts("Created", created), down: true, tie: tie(true) },
  email: { ...ofContacts("Email or phone", column(sql`c.email`, sql`text`, text, false, true)), tie: tie(false) },
  name: {
    ...ofContacts(
      "Name",
      column(sql`c.last_name`, sql`text`, text, false),
      column(sql`c.first_name`, sql`text`, text, false),
    ),
    tie: tie(false),
  },
  first: {
    ...ofContacts(
      "First name",
      column(sql`c.first_name`, sql`text`, text, false),
      column(sql`c.last_name`, sql`text`, text, false),
    ),
    tie: tie(false),
  },
  phone: { ...ofContacts("Phone", column(sql`c.phone`, sql`text`, text, false, true)), tie: tie(false) },
  push: { ...ofContacts("Push id", column(sql`c.push_id`, sql`text`, text, false, true)), tie: tie(false) },
  status: { ...ofContacts("Status", column(sql`c.email_consent`, sql`text`, text, false), created), tie: tie(true) },
  source: { ...ofContacts("Source", column(sql`c.source`, sql`text`, text, false), created), tie: tie(true) },
  /** By the stores' names, see first-columns.ts. */
  store: { ...ofContacts("Store", column(sql`c.store_id`, sql`int`, text, false), created), tie: tie(true) },
  tags: ofCounts("Tags", sql`n.tags`, sql`nullif(n.tags, 0)::text`),
  lists: ofCounts("Subscribed", sql`n.lists`, sql`case when c.excluded_at is null then nullif(n.lists, 0) end::text`),
  spent: ofActivity("Total spent", column(sql`a.spent`, sql`numeric`, decimal, true)),
  orders: ofActivity("Orders", column(sql`a.orders`, sql`int`, integer, true)),
  interaction: ofActivity("Last interaction", interaction),
  /** Active first: whoever did something last is the most so. */
  activity: ofActivity("Activity", interaction),
  language: {
    ...ofContacts("Language", column(sql`c.language`, sql`text`, text, false, true), created),
    tie: tie(true),
    unled: true,
  },
  country: {
    ...ofContacts("Country", column(sql`c.country`, sql`text`, text, false, true), created),
    tie: tie(true),
    unled: true,
  },
  /** By how many of them are active, see first-columns.ts. */
  segments: {
    label: "Segments",
    down: true,
    of: "segments",
    columns: [column(sql`0`, sql`int`, integer, true), created],
    tie: tie(true),
    unled: true,
  },
} satisfies Record<string, Sort>;

export type SortKey = keyof typeof sorts;
export const sortKeys = Object.keys(sorts) as SortKey[];
export const isLed = (key: SortKey) => !("unled" in sorts[key]);
export const ledSorts = sortKeys.filter(isLed);

/** A sort in the direction the page is read: `against` reads the index backwards. */
export type Order = { key: SortKey; of: Table; columns: Column[]; against: boolean };

export function orderOf(key: SortKey, against: boolean, first?: Column): Order {
  const sort: Sort = sorts[key];
  const [own, ...rest] = sort.columns;
  return { key, of: sort.of, columns: [first ?? own!, ...rest, sort.tie], against };
}

/** A number that no table holds, as the first column of a sort; `told` is its text beside a row of the list. */
export function byNumber(name: SQL, told: SQL): Column {
  return { ...column(name, sql`int`, integer, true), told };
}

/** The stores in the order of their names, as the first column of the sort by store. */
export function byGroups(name: SQL, told: SQL, groups: Group[]): Column {
  return { ...column(name, sql`int`, text, false), told, groups };
}

/** NULLs last going with the index and first going against it, said aloud: else Postgres sorts instead of reading. */
export function orderBy(order: Order, names?: string[]): SQL {
  const each = order.columns.map((one, place) => {
    const name = names ? sql.raw(names[place]!) : one.sql;
    return sql`${name} ${direction(one, order)} ${order.against ? sql`nulls first` : sql`nulls last`}`;
  });
  return sql.join(each, sql`, `);
}

/**
 * A part of the order, one range of its index. `level`: the first column is the same all over it in a way that Postgres
 * does not see (all null, one group), so it must not be ordered by.
 */
export type Part = { where: SQL; level: boolean };

/** The order inside one part. */
export function orderWithin(order: Order, { level }: Part): SQL {
  return orderBy(level ? { ...order, columns: order.columns.slice(1) } : order);
}

/** The cursor's text of each column, in UTC and to the microsecond where it is a moment. */
export function asText(one: Column): SQL {
  if (one.told) return one.told;
  if (one.check !== moment) return sql`${one.sql}::text`;
  return sql`to_char(${one.sql} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** Whether the cursor's texts are of the columns' types; `values` without the tie. */
export function fits(order: Order, values: (string | null)[]): boolean {
  const columns = order.columns.slice(0, -1);
  if (columns.length !== values.length) return false;
  return columns.every((one, place) => {
    const value = values[place];
    if (one.groups) return one.groups.some(({ told }) => told === value);
    return value === null || value === undefined ? one.nullable === true : one.check.safeParse(value).success;
  });
}

/**
 * The rows strictly past `values`, as parts to be read one after the other: equal so far and past in the next columns,
 * from the last column to the first. One OR would walk through every tie (900,000 contacts have spent nothing).
 */
export function past(order: Order, values: (string | null)[]): Part[] {
  const runs = runsOf(order.columns);
  const first = order.columns[0]!;
  return runs
    .flatMap((run, place) => {
      const before = runs.slice(0, place).flat();
      const equal = before.map((at) => equals(order.columns[at]!, values[at] ?? null));
      const level = before.length > 0 && (first.groups !== undefined || values[0] === null);
      return beyond(order, run, values).map((one) => ({
        where: sql.join([...equal, one.where], sql` and `),
        level: level || one.level,
      }));
    })
    .reverse();
}

/** The whole list in parts: those with and those without a value apart, so that partial indexes serve the first. */
export function whole(order: Order): Part[] {
  const first = order.columns[0]!;
  if (first.groups) return inOrder(order, first.groups);
  if (!first.nullable) return [{ where: sql`true`, level: false }];
  const parts = [{ where: sql`${first.sql} is not null`, level: false }, withoutValue(first)];
  return order.against ? parts.reverse() : parts;
}

/** Last part first. */
function beyond(order: Order, run: number[], values: (string | null)[]): Part[] {
  const first = order.columns[run[0]!]!;
  const value = values[run[0]!] ?? null;
  if (first.groups) return groupsPast(order, first.groups, value).reverse();
  if (value === null) return order.against ? [{ where: sql`${first.sql} is not null`, level: false }] : [];
  const names = sql.join(
    run.map((at) => order.columns[at]!.sql),
    sql`, `,
  );
  const given = sql.join(
    run.map((at) => literal(order.columns[at]!, values[at] ?? null)),
    sql`, `,
  );
  const sign = first.down === order.against ? sql`>` : sql`<`;
  const range = { where: sql`(${names}) ${sign} (${given})`, level: false };
  return first.nullable && !order.against ? [withoutValue(first), range] : [range];
}

const withoutValue = (one: Column): Part => ({ where: sql`${one.sql} is null`, level: true });

function groupsPast(order: Order, groups: Group[], value: string | null): Part[] {
  const inTurn = order.against ? groups.toReversed() : groups;
  return inOrder(order, groups).slice(inTurn.findIndex(({ told }) => told === value) + 1);
}

function inOrder(order: Order, groups: Group[]): Part[] {
  return (order.against ? groups.toReversed() : groups).map(({ is }) => ({ where: is, level: true }));
}

/** Neighbouring columns of one direction are compared as a row; one that may be null stands alone. */
function runsOf(columns: Column[]): number[][] {
  const runs: number[][] = [];
  columns.forEach((one, place) => {
    const before = columns[place - 1];
    if (before && !before.nullable && !before.groups && before.down === one.down) runs.at(-1)!.push(place);
    else runs.push([place]);
  });
  return runs;
}

function direction(one: Column, order: Order): SQL {
  return one.down === order.against ? sql`asc` : sql`desc`;
}

function equals(one: Column, value: string | null): SQL {
  if (one.groups) return one.groups.find(({ told }) => told === value)!.is;
  return value === null ? sql`${one.sql} is null` : sql`${one.sql} = ${literal(one, value)}`;
}

function literal(one: Column, value: string | null): SQL {
  return sql`${value}::${one.cast}`;
}
