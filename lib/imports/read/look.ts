/** What a file is, and how it is to be read, found by evidence in its first 256 KB. */

import { start } from "./bounds";
import { decoder } from "./decode";
import { findDelimiter, findEncoding, findQuote, isHeader } from "./evidence";
import { refusedByName, whatIs } from "./kinds";
import { refused } from "./refused";
import { Table } from "./table";
import { readRows } from "./thread";
import type { Reading, Seen, Source } from "./types";
import { namesIn, unpacked } from "./unpack";

const most = { bytes: 256_000, rows: 200 };

/**
 * What a file is, from its first 256 KB (of an Excel file: more). `as`: what the merchant chose instead of what is
 * found.
 * @throws Failure invalid at `file`, a sentence that says what to do: a PDF, a picture, an old .xls, several files,
 * empty …
 */
export async function look(source: Source, as: Partial<Reading> = {}): Promise<Seen> {
  const packing = await packingOf(source);
  if (packing === "xlsx") return lookAtSheet(source, as);
  const head = await headOf(unpacked(source, { format: "text", packing }, 0));
  if (packing !== "none" && whatIs(head.bytes) !== "text") throw refused(packedOther);
  return lookAtText(head, packing, as);
}

async function packingOf(source: Source): Promise<Reading["packing"] | "xlsx"> {
  if (source.size === 0) throw refused("This file is empty.");
  const { bytes } = await headOf(source.open(0));
  const kind = whatIs(bytes);
  if (kind === "text") return "none";
  if (kind === "gzip") return "gzip";
  if (kind !== "zip") throw refused(refusedByName[kind]);
  const names = await namesIn(source);
  if (names.includes("xl/workbook.xml")) return "xlsx";
  if (names.includes("xl/workbook.bin")) throw refused(refusedByName.xls);
  if (names.some((name) => name === "[Content_Types].xml" || name === "mimetype"))
    throw refused(refusedByName.document);
  return "zip";
}

type Head = { bytes: Buffer; whole: boolean };

async function headOf(parts: AsyncIterable<Uint8Array>): Promise<Head> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const part of parts) {
    held.push(part);
    size += part.length;
    if (size > most.bytes) break;
  }
  return { bytes: Buffer.concat(held).subarray(0, most.bytes), whole: size <= most.bytes };
}

async function lookAtText(head: Head, packing: Reading["packing"], as: Partial<Reading>): Promise<Seen> {
  const found = findEncoding(head.bytes, head.whole);
  const encoding = as.encoding ?? found.encoding;
  const text = textOf(head, encoding);
  if (text.trim() === "") throw refused("This file is empty.");
  const quote = as.quote ?? findQuote(text);
  const delimiter = as.delimiter ?? findDelimiter(text, quote);
  const plain: Reading = { format: "text", packing, encoding: "utf-8", delimiter, quote, header: false };
  const { rows, lines } = await firstRows(text, plain);
  if (rows.length === 0) throw refused("There are no rows in this file.");
  const guessed = isHeader(rows);
  const header = as.header ?? guessed.header;
  const reading: Reading = { ...plain, encoding, header };
  const sure = { encoding: found.sure || as.encoding !== undefined, header: guessed.sure || as.header !== undefined };
  return { reading, sure, rows, lines, width: widest(rows) };
}

/** Without the last line when there are more, which may be cut. */
function textOf(head: Head, encoding: Reading["encoding"]): string {
  const decode = decoder(encoding, 0);
  const text = decode(head.bytes).text.toString() + (head.whole ? decode(null).text.toString() : "");
  const end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
  return head.whole || end < 0 ? text : text.slice(0, end + 1);
}

/** As a table reads them; rows it could not read are left out. */
async function firstRows(text: string, reading: Reading): Promise<Pick<Seen, "rows" | "lines">> {
  const seen = { rows: [] as string[][], lines: [] as number[] };
  const table = new Table(reading, 0, 1, {
    row: (cells, line) => {
      if (seen.rows.length === most.rows || (line === 1 && /^sep=.?$/i.test(cells.join("")))) return;
      seen.rows.push(cells);
      seen.lines.push(line);
    },
    problem: () => undefined,
  });
  await table.write(Buffer.from(text));
  await table.end();
  return seen;
}

async function lookAtSheet(source: Source, as: Partial<Reading>): Promise<Seen> {
  const reading: Reading = {
    format: "xlsx",
    packing: "none",
    encoding: "utf-8",
    delimiter: ",",
    quote: '"',
    header: false,
  };
  for await (const { rows, lines } of readRows(source, reading, { from: start, rows: most.rows })) {
    if (rows.length === 0) break;
    const { header, sure } = isHeader(rows);
    const seen = { ...reading, header: as.header ?? header };
    return {
      reading: seen,
      sure: { encoding: true, header: sure || as.header !== undefined },
      rows,
      lines,
      width: widest(rows),
    };
  }
  throw refused("There are no rows in the first sheet of this file.");
}

const widest = (rows: string[][]) => rows.reduce((most, row) => Math.max(most, row.length), 0);

const packedOther = "What is packed in this file is no table. Pack one CSV file, or import it unpacked.";
