/** Where a page of contacts begins: the sort values of the contact beside it. Carries no inner id. */
import { z } from "zod";

/**
 * `values` are the sort columns of the neighbour as texts, null where it has none; `id` its public id; `back` means the
 * page before it; `number` is the place of the page's first row as it was counted while paging.
 */
export type Cursor = { back: boolean; values: (string | null)[]; id: string; number: number };

const Written = z.tuple([
  z.string(),
  z.array(z.union([z.string().max(2000), z.null()])).max(3),
  z.uuid(),
  z.number().int().min(1),
]);

export function writeCursor(cursor: Cursor, sort: string): string {
  return Buffer.from(JSON.stringify([sort, cursor.values, cursor.id, cursor.number])).toString("base64url");
}

/** A cursor that was damaged or made for another sort is told, and the list starts anew. */
export function readCursor(after: string, before: string, sort: string, problems: string[]): Cursor | null {
  const text = after || before;
  if (!text) return null;
  const read = Written.safeParse(decoded(text));
  if (read.success && read.data[0] === sort) {
    const [, values, id, number] = read.data;
    return { back: !after, values, id, number };
  }
  problems.push("This page of the list cannot be found any more. Shown from the start.");
  return null;
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
