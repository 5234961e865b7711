/** The rows of a sheet of an Excel file, the first unless told, its cells as text: days and moments as ISO 8601. */
import { type CellValue, type StreamRow, streamXlsxRows } from "hucre/xlsx";
import type { Cut, Job } from "./batches";
import { limits } from "./bounds";
import { refused } from "./refused";
import type { Problem } from "./types";

export async function* sheetRows<B>(job: Job, bytes: AsyncIterable<Uint8Array>, cut: Cut<B>): AsyncGenerator<B> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  for await (const { index, values } of readable(Buffer.concat(parts.splice(0)), job.reading.sheet)) {
    if (index >= job.from.skip) take(values, index, cut);
    yield* cut.ready();
  }
  yield* cut.all();
}

async function* readable(file: Uint8Array, sheet = 0): AsyncGenerator<StreamRow> {
  try {
    yield* streamXlsxRows(file, { sheet });
  } catch (error) {
    throw refusal(error);
  }
}

function take<B>(values: CellValue[], index: number, cut: Cut<B>) {
  const cells = values.map(textOf);
  if (cells.every((cell) => cell === "")) return;
  const problem = problemOf(cells);
  if (problem) cut.problem({ line: index + 1, problem, cells: cells.slice(0, limits.columns) }, index + 1, index + 2);
  else cut.row(cells, index + 1, index + 1, index + 2);
}

function problemOf(cells: string[]): Problem["problem"] | null {
  if (cells.length > limits.columns) return "wide";
  return cells.some((cell) => cell.length > limits.cell) ? "long" : null;
}

/** Numbers without an exponent: a phone number typed as a number is one of 12 digits. */
function textOf(value: CellValue): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : moment(value.toISOString());
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value).toString() : String(value);
  return String(value);
}

const moment = (iso: string) => (iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 19));

function refusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (/password|encrypt/i.test(error.message)) return refused("This Excel file has a password. Save it without one.");
  return refused(
    "This Excel file cannot be read: it is damaged. Open it in Excel and save it again, or save it as CSV.",
  );
}
