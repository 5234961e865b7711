/** A file's columns as the mapping screen shows them. */
import { type Column, type Field, type Proposal, propose, spentColumn } from "@/lib/imports/meaning";
import type { Looked } from "@/lib/imports/settings";

export type ShownColumn = {
  /** Its place, from 1: two columns may be called alike. */
  id: string;
  /** Its header, or "Column 3". */
  name: string;
  /** What the first two rows hold. */
  examples: [string, string];
  /** How many of the first rows hold something, 0 to 1. */
  filled: number;
  column: Column;
  /** Below 0.5 it is worth a look. */
  sure: number;
  /** What it would be as each field: the format of its dates, what its words mean. */
  proposals: Partial<Record<Field, Proposal>>;
  /** What it would be as an amount that was spent elsewhere. */
  spent: Column;
};

export function shownColumns(looked: Looked): ShownColumn[] {
  const { header, rows, width, guesses, meaning, remembered, chosen, recognised, country } = looked;
  return Array.from({ length: width }, (_, at) => {
    const cells = rows.map((row) => row[at] ?? "");
    const told = cells.filter((cell) => cell.trim() !== "");
    return {
      id: String(at + 1),
      name: header?.[at]?.trim() || `Column ${at + 1}`,
      examples: [cells[0] ?? "", cells[1] ?? ""],
      filled: cells.length === 0 ? 0 : told.length / cells.length,
      column: meaning.columns[at] ?? { field: "ignore" },
      sure: chosen || remembered || recognised ? 1 : (guesses[at]?.sure ?? 0),
      proposals: propose(header?.[at] ?? "", cells, country),
      spent: spentColumn(told),
    };
  });
}
