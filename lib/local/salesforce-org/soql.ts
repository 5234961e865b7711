/** As much of SOQL as is needed to answer for Contacts and Leads: conditions with AND, OR, IN, two columns to order by. */
import type { Org, Row } from "@/lib/local/salesforce-org/org";
import { firstOf, someFrom, type Views } from "@/lib/local/views";

export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** Errors are lists. */
export const failed = (status: number, errorCode: string, message: string): Answer => ({
  status,
  body: [{ errorCode, message }],
});

const shape = /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY ([\w, ]+?))?(?: LIMIT (\d+))?$/;

/** What a user sees: `hidden` fields make a query that names one be declined whole. `cut`: rows a page holds at most. */
export type Sight = { withDeleted: boolean; hidden: string[]; cut: number };

export function answer(org: Org, views: Views, soql: string, { withDeleted, hidden, cut }: Sight): Answer {
  const [, select = "", from = "", where, order = "Id", limit = "2000"] = shape.exec(soql) ?? [];
  if (from === "Organization")
    return rowsAnswer([{ Name: org.name, TimeZoneSidKey: "Europe/Berlin", DefaultLocaleSidKey: "de_DE" }], 1);
  const rows = org.of(from);
  if (!rows) return failed(400, "INVALID_TYPE", `sObject type '${from}' is not supported.`);
  const columns = select.split(",");
  const wrong = columns.find((name) => hidden.includes(name));
  if (wrong) return failed(400, "INVALID_FIELD", `No such column '${wrong}' on entity '${from}'.`);
  const asked = where ? conditionOf(where) : () => true;
  const meets = (row: Row) => (withDeleted || !row.IsDeleted) && asked(row);
  if (select === "COUNT()") return rowsAnswer([], [...rows.values()].filter(meets).length);
  const keys = order.split(",").map((name) => name.trim());
  const list = views.of(rows, `sorted by ${keys}`, (all) => all.sort(byColumns(keys)));
  const found = someFrom(list, startIn(list, where, keys[0]!), Number(limit), meets);
  const shown = found.slice(0, cut).map((row) => ({
    attributes: { type: from, url: `/services/data/v67.0/sobjects/${from}/${row.Id}` },
    ...Object.fromEntries(columns.map((name) => [name, row[name] ?? null])),
  }));
  return rowsAnswer(shown, found.length);
}

const byColumns = (keys: string[]) => (a: Row, b: Row) =>
  keys.map((key) => compare(a[key], b[key])).find((one) => one !== 0) ?? 0;

/** Where those begin that lie behind something by the column that the list goes by. */
function startIn(list: Row[], where: string | undefined, key: string): number {
  const behind = where && split(where, " AND ").find((one) => one.startsWith(`${key} >`));
  return behind ? firstOf(list, conditionOf(behind)) : 0;
}

const rowsAnswer = (records: object[], totalSize: number): Answer => ({
  status: 200,
  body: {
    totalSize,
    done: records.length >= totalSize || records.length === 0,
    records,
    ...(records.length < totalSize ? { nextRecordsUrl: "/services/data/v67.0/query/01gLOCAL-2000" } : {}),
  },
});

function conditionOf(where: string): (row: Row) => boolean {
  const bare =
    where.startsWith("(") && where.endsWith(")") && !where.slice(1, -1).includes(") ") ? where.slice(1, -1) : where;
  const either = split(bare, " OR ");
  if (either.length > 1) {
    const conditions = either.map(conditionOf);
    return (row) => conditions.some((one) => one(row));
  }
  const both = split(bare, " AND ");
  if (both.length > 1) {
    const conditions = both.map(conditionOf);
    return (row) => conditions.every((one) => one(row));
  }
  const [, name = "", operator = "", value = ""] = /^(\w+) (=|>=|>|IN) (.+)$/.exec(bare) ?? [];
  if (operator === "IN") return (row) => value.includes(`'${row[name]}'`);
  const wanted = value.replace(/^'|'$/g, "");
  if (operator === "=") return (row) => compare(row[name], wanted) === 0;
  if (operator === ">") return (row) => compare(row[name], wanted) > 0;
  return (row) => compare(row[name], wanted) >= 0;
}

/** At the words that stand outside of brackets. */
function split(text: string, word: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")") depth--;
    if (depth === 0 && text.startsWith(word, at)) {
      parts.push(text.slice(from, at));
      from = at + word.length;
    }
  }
  return [...parts, text.slice(from)];
}

/** Times compare as times, whatever they are written like. */
function compare(a: unknown, b: unknown): number {
  const [one, other] = [a, b].map((value) => {
    const text = String(value);
    return /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text.replace("+0000", "Z")).toISOString() : text;
  });
  return one! < other! ? -1 : one! > other! ? 1 : 0;
}
