/**
 * Sets as single parameters. To a planner that does not know an organization yet, one scan of it looks cheaper than
 * many look-ups, and it takes `= any(set)` for a filter (0.3 s a page): where that may be, look each up by `eachText`
 * and a lateral with `offset 0`. Joins to unnested JSON fare worse still.
 */
import { type SQL, sql } from "drizzle-orm";

/** `any(…)` over inner ids. Read once per statement: as a plain filter the text would be parsed anew for every row. */
export const anyId = (ids: Iterable<number | string>) =>
  sql`any((select ${`{${[...ids].join(",")}}`}::text::bigint[])::bigint[])`;

/** Inner ids as rows: `from ${eachId(ids)} as k(id)`, for a lateral look-up of each by its own index. */
export const eachId = (ids: Iterable<number | string>) => sql`unnest(${`{${[...ids].join(",")}}`}::text::bigint[])`;

/** `any(…)` over texts, read once per statement. */
export const anyText = (texts: Iterable<string>) => sql`any((select ${textArray(texts)}::text::text[])::text[])`;

/** The texts as rows: `from ${eachText(ids)} as t(id)`, for a lateral look-up of each by its own index. */
export const eachText = (texts: Iterable<string>) => sql`unnest(${textArray(texts)}::text::text[])`;

/** Rows for `jsonb_to_recordset(…) as r(a text, b bigint)`. */
export const rowsOf = (rows: readonly object[]) => sql`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)`;

/**
 * The same rows for the statements that take in most: `from ${rowsByColumn("r(a text, b jsonb)", rows)}`. Each column
 * comes as one array, which costs less than half of reading every row's JSON. A list comes as `text`, to be cast to
 * `text[]`; what is `jsonb` is never null. The types are those of Postgres in one word.
 */
export function rowsByColumn(columns: string, rows: readonly object[]): SQL {
  const { name, parts } = partsOf(columns);
  const arrays = parts.map(({ column, type, unnested }) => {
    const values = rows.map((row) => (row as Record<string, unknown>)[column]);
    if (type === "jsonb") return sql`jsonb_array_elements(${JSON.stringify(values)}::text::jsonb)`;
    return sql`unnest(${`{${values.map(element).join(",")}}`}::text::${unnested})`;
  });
  return sql`rows from (${sql.join(arrays, sql`, `)}) as ${name}`;
}

function partsOf(columns: string) {
  const open = columns.indexOf("(");
  const parts = columns
    .slice(open + 1, -1)
    .split(",")
    .map((part) => {
      const [column = "", type = ""] = part.trim().split(" ");
      return { column, type, unnested: sql.raw(`${type}[]`) };
    });
  return { name: sql.raw(`${columns.slice(0, open)}(${parts.map(({ column }) => column).join(", ")})`), parts };
}

/** A value as an element of an array's text. What is no number and no moment is null, as JSON has it. */
function element(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "NULL" : value.toISOString();
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "NULL";
  if (typeof value === "boolean") return String(value);
  return quoted(typeof value === "string" ? value : textArray(value as string[]));
}

const special = /[\\"]/;

const quoted = (text: string) => `"${special.test(text) ? text.replace(/[\\"]/g, "\\$&") : text}"`;

const textArray = (texts: Iterable<string>) => `{${Array.from(texts, quoted).join(",")}}`;
