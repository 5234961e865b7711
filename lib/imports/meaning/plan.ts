import type { Judged, Meaning } from "./types";

/** Compiles a meaning to one function from a row's cells to a contact, or to why it is none. Keeps no state. */
export function plan(_meaning: Meaning): (cells: string[]) => Judged {
  return () => ({ reject: { column: null, reason: "nobody" } });
}
