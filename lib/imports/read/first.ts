/** The first rows of a text, as a table reads them. */
import { Table } from "./table";
import type { Problem, Reading, Seen } from "./types";

export type First = Pick<Seen, "rows" | "lines"> & { problems: Problem[] };

/** At most so many rows; `problems` are all there are. @throws Failure invalid as a table does */
export async function rowsIn(
  text: string,
  { delimiter, quote }: Pick<Reading, "delimiter" | "quote">,
  most = Number.POSITIVE_INFINITY,
): Promise<First> {
  const first: First = { rows: [], lines: [], problems: [] };
  const reading: Reading = { format: "text", packing: "none", encoding: "utf-8", delimiter, quote, header: false };
  const table = new Table(reading, 0, 1, {
    row: (cells, line) => {
      if (first.rows.length === most || (line === 1 && /^sep=.?$/i.test(cells.join("")))) return;
      first.rows.push(cells);
      first.lines.push(line);
    },
    problem: (problem) => void first.problems.push(problem),
  });
  await table.write(Buffer.from(text));
  await table.end();
  return first;
}
