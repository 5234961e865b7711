/**
 * What is typed into the search of the contacts list, in SQL. A segment's condition of the same words means the same.
 */
import { type SQL, sql } from "drizzle-orm";

/**
 * Each word typed: three characters and more anywhere in `column`, a contact's email, names and phone; fewer only where
 * one of them begins (two letters inside a word have no trigram: 1,795 ms against 5 ms at a million contacts).
 */
export function searched(column: SQL, words: string): SQL[] {
  return words
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      const plain = word.replace(/[\\%_]/g, "\\$&");
      if ([...word].length >= 3) return sql`${column} like ${lowered(`%${plain}%`)}`;
      return sql`(${column} like ${lowered(`${plain}%`)} or ${column} like ${lowered(`% ${plain}%`)})`;
    });
}

/** Lower-cased as the column is, then compared byte by byte as its index is. */
const lowered = (pattern: string): SQL => sql`(lower(${pattern}::text collate "default") collate "C")`;
