/** A row of the list as it travels to the browser: words and figures as they are shown there, not elements. */
import type { CSSProperties } from "react";
import type { NamedTag } from "@/app/ui/tag";
import type { Standing } from "./row/turned";

export type Line = {
  id: string;
  name: string;
  /** The same for a button. */
  short: string;
  address: string;
  standing: Standing;
  spent: string;
  /** One for each column that is shown. */
  cells: Cell[];
};

/** What stands in a cell; bare text as it is. */
export type Cell =
  | string
  | null
  | { as: "address" | "standing" | "end" }
  | { as: "figure" | "muted" | "faint"; text: string }
  | { as: "code"; text: string; title: string }
  | { as: "tags"; tags: NamedTag[] }
  | { as: "lists"; count: number; excluded: boolean }
  | { as: "time"; at: string; text: string };

/** How a column's cells look; `end` stays in sight at the right edge, however wide the table is. */
export type Shape = { id: string; right?: boolean; muted?: boolean; end?: boolean; width: number | undefined };

/** A column that was given a width keeps it, whatever is in it. */
export function asWide(width: number | undefined): CSSProperties | undefined {
  return width ? { width, minWidth: width, maxWidth: width } : undefined;
}
