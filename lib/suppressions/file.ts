/** A file of addresses, read as a stream: a plain list, or a table of which one column holds them. */
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { parse } from "csv-parse";
import { invalid } from "@/lib/errors";
import { type Reader, type Refused, shortened } from "./typed";

const separators = [",", ";", "\t", "|"];
const headings = /e-?mail|phone|mobile|telephone|\bsms\b/i;

/** Both fill while `addresses` is read: all that is no address, and the first hundred of it. */
type Rest = { count: number; first: Refused[] };

/**
 * Addresses in batches. The column is the one whose heading says so, else the first that holds an address; the first
 * row may be a heading. @throws Failure invalid at `file` when it is no table, holds no address or too many
 */
export function readFile(file: File, read: Reader, { most, batch }: { most: number; batch: number }) {
  const refused: Rest = { count: 0, first: [] };
  return { addresses: batches(rowsOf(file), read, refused, { most, batch }), refused };
}

type Record = { record: string[]; info: { lines: number } };

async function* batches(
  rows: AsyncIterable<Record>,
  read: Reader,
  refused: Rest,
  { most, batch }: { most: number; batch: number },
): AsyncGenerator<string[]> {
  let [waiting, found, column]: [string[], number, number] = [[], 0, -1];
  for await (const { record, info } of rows) {
    const first = column < 0 && refused.count === 0;
    if (column < 0) column = record.findIndex((cell) => read(cell));
    const address = read(record[column] ?? "");
    if (address) {
      if (++found > most) throw atFile("The file holds more than 100,000 addresses. Split it, and import the parts.");
      waiting.push(address);
    } else if (first && headings.test(record.join(" "))) {
      column = record.findIndex((cell) => headings.test(cell));
    } else refuse(refused, info.lines, record[column] ?? record.join(", "));
    if (waiting.length === batch) yield waiting.splice(0);
  }
  if (found === 0) throw atFile("There is no address of this kind in the file.");
  if (waiting.length > 0) yield waiting;
}

function refuse(refused: Rest, line: number, text: string) {
  refused.count += 1;
  if (refused.first.length < 100) refused.first.push({ line, text: shortened(text) });
}

async function* rowsOf(file: File): AsyncGenerator<Record> {
  const table = parse({
    bom: true,
    delimiter: separators,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 100_000,
  });
  // The File of a form and Node's own stream are the same thing under two types.
  const source = Readable.fromWeb(file.stream() as ReadableStream).on("error", (error) => table.destroy(error));
  try {
    yield* source.pipe(table);
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("CSV_")) throw unreadable;
    throw error;
  } finally {
    source.destroy();
  }
}

const atFile = (message: string) => invalid(message, { file: message });
const unreadable = atFile("This is no text or CSV file that can be read. Save it as CSV in UTF-8, and try again.");
