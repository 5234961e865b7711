/** As much of SOQL as is needed to answer for Contacts and Leads: conditions with AND, OR, IN, two columns to order by. */
import type { Org, Row } from "@/lib/local/salesforce-org/org";

export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** Errors are lists. */
export const failed = (status: number, errorCode: string, message: string): Answer => ({
  status,
  body: [{ errorCode, message }],
});

const shape = /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY ([\w, ]+?))?(?: LIMIT (\d+))?$/;

/** `hidden`: fields that the user may not see. A query that names one is declined whole. `cut`: rows a page holds at most. */
export function answer(org: Org, soql: string, withDeleted: boolean, hidden: string[], cut: number): Answer {
  const [, select = "", from = "", where, order = "Id", limit = "2000"] = shape.exec(soql) ?? [];
  if (from === "Organization")
    return rowsAnswer([{ Name: org.name, TimeZoneSidKey: "Europe/Berlin", DefaultLocaleSidKey: "de_DE" }], 1);
  const rows = org.of(from);
  if (!rows) return failed(400, "INVALID_TYPE", `sObject type '${from}' is not supported.`);
  const columns = select.split(",");
  const wrong = columns.find((name) => hidden.includes(name));
  if (wrong) return failed(400, "INVALID_FIELD", `No such column '${wrong}' on entity '${from}'.`);
  const kept = [...rows.values()].filter((row) => (withDeleted || !row.IsDeleted) && (!where || holds(where, row)));
  if (select === "COUNT()") return rowsAnswer([], kept.length);
  const keys = order.split(",").map((name) => name.trim());
  kept.sort((a, b) => keys.map((key) => compare(a[key], b[key])).find((one) => one !== 0) ?? 0);
  const limited = kept.slice(0, Number(limit));
  const shown = limited.slice(0, cut).map((row) => ({
    attributes: { type: from, url: `/services/data/v67.0/sobjects/${from}/${row.Id}` },
    ...Object.fromEntries(columns.map((name) => [name, row[name] ?? null])),
  }));
  return rowsAnswer(shown, limited.length);
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

function holds(where: string, row: Row): boolean {
  const bare =
    where.startsWith("(") && where.endsWith(")") && !where.slice(1, -1).includes(") ") ? where.slice(1, -1) : where;
  const either = split(bare, " OR ");
  if (either.length > 1) return either.some((one) => holds(one, row));
  const both = split(bare, " AND ");
  if (both.length > 1) return both.every((one) => holds(one, row));
  const [, name = "", operator = "", value = ""] = /^(\w+) (=|>=|>|IN) (.+)$/.exec(bare) ?? [];
  if (operator === "IN") return value.includes(`'${row[name]}'`);
  const difference = compare(row[name], value.replace(/^'|'$/g, ""));
  return operator === "=" ? difference === 0 : operator === ">" ? difference > 0 : difference >= 0;
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
