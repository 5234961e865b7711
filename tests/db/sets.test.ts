/** Sets of rows on their way into a statement: every value arrives as it was, whatever stands in it. */
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { rowsByColumn, rowsOf } from "@/lib/sets";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";

useTestDatabase();

const odd = [
  "",
  "NULL",
  "null",
  " padded ",
  'quo"te',
  "back\\slash",
  "{a,b}",
  "a,b",
  "'",
  "line\nbreak\ttab",
  "😀 ñ",
  "\\n",
  '"',
];

it("rows by their columns are the rows that were given", async () => {
  const rows = odd.map((text, at) => ({
    id: at,
    text,
    list: [text, ...odd.slice(0, at)],
    big: "9007199254740993",
    money: "-12.3450",
    at: at % 2 ? new Date(at) : null,
    yes: at % 2 === 0,
    detail: { text, inner: [text, null] },
    more: "left out",
  }));
  const columns =
    "id bigint, text text, list text, big bigint, money numeric, at timestamptz, yes boolean, detail jsonb";
  const shown = sql`id::int, text, list::text[], big::text, money::text, at, yes, detail`;
  const given = await database().orm.execute(
    sql`select ${shown} from ${rowsByColumn(`r(${columns})`, rows)} order by id`,
  );
  const asJson = rows.map(({ more: _, ...row }) => JSON.parse(JSON.stringify(row)));
  const told = given.map((row) => ({ ...row, at: row.at && new Date(String(row.at)).toISOString() }));
  expect(told).toEqual(asJson);
  const other = await database().orm.execute(sql`select ${shown} from ${rowsOf(rows)} as r(id bigint, text text,
    list text[], big bigint, money numeric, at timestamptz, yes boolean, detail jsonb) order by id`);
  expect([...given]).toEqual([...other]);
});

it("what a row does not have is null, and no rows are none", async () => {
  const all = (rows: object[]) =>
    database().orm.execute(sql`select * from ${rowsByColumn("r(a text, b bigint)", rows)}`);
  expect([...(await all([{ a: "x" }, { b: 2 }]))]).toEqual([
    { a: "x", b: null },
    { a: null, b: "2" },
  ]);
  expect([...(await all([]))]).toEqual([]);
});

it("an amount that no number holds and a moment that is none are null, never something Postgres would keep", async () => {
  const rows = [{ n: Number.NaN, at: new Date("never") }, { n: Number.POSITIVE_INFINITY }];
  const columns = "r(n numeric, at timestamptz)";
  expect([...(await database().orm.execute(sql`select * from ${rowsByColumn(columns, rows)}`))]).toEqual([
    { n: null, at: null },
    { n: null, at: null },
  ]);
});
