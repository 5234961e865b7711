/**
 * Sets as single parameters. To a planner that does not know an organization yet, one scan of it looks cheaper than many
 * look-ups, and it takes `= any(set)` for a filter (0.3 s a page): where that may be, look each up by `eachText` and a
 * lateral with `offset 0`. Joins to unnested JSON fare worse still.
 */
import { sql } from "drizzle-orm";

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

const textArray = (texts: Iterable<string>) =>
  `{${Array.from(texts, (text) => `"${text.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;
