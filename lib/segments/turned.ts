/** Whom time alone may have moved between two moments: by what is kept of their history, or by anything else. */
import type { SQL } from "drizzle-orm";
import { anyOf, type Moment, turns } from "./compile";
import { columnsOf, newOnce, soleTable, textOf } from "./gather";

/**
 * Conditions; null where none is. `history` over `contact_activity a` with these `columns`, which work out once what it
 * begins with; `plain` is the same over the bare table; `rest` over `contacts c`, `contact_activity a` and all else.
 */
export type Turned = { columns: SQL; history: SQL | null; plain: SQL | null; rest: SQL | null };

/** Null when time changes nothing and there is no `more`: a condition of whoever else is to be judged. */
export function turnedOf(definitions: readonly unknown[], before: Moment, after: Moment, more?: SQL): Turned | null {
  const at = { ...after, gathering: newOnce() };
  const isOfHistory = (condition: SQL) => soleTable(textOf(condition)) === "a";
  const history = turns(definitions, { ...before, gathering: at.gathering }, at).filter(isOfHistory);
  const plain = turns(definitions, before, after);
  const rest = [...plain.filter((one) => !isOfHistory(one)), ...(more ? [more] : [])];
  if (plain.length === 0 && rest.length === 0) return null;
  return {
    columns: columnsOf(at, "a"),
    history: anyOf(history),
    plain: anyOf(plain.filter(isOfHistory)),
    rest: anyOf(rest),
  };
}
