/** What a file is, and how it is to be read, found by evidence in its first 256 KB. */

import { sentences } from "../meaning/reasons";
import { start } from "./bounds";
import { decoder } from "./decode";
import { findDelimiter, findEncoding, findQuote, isHeader } from "./evidence";
import { rowsIn } from "./first";
import { refusedByName, whatIs } from "./kinds";
import { refused } from "./refused";
import { keepable } from "./staged";
import { readRows } from "./thread";
import type { Problem, Reading, Seen, Source } from "./types";
import { firstSheet, namesIn, unpacked } from "./unpack";

const most = { bytes: 256_000, rows: 200 };

/**
 * What a file is, from its first 256 KB (of an Excel file: more). `as`: what the merchant chose instead of what is
 * found.
 * @throws Failure invalid at `file`, a sentence that says what to do: a PDF, a picture, an old .xls, several files,
 * empty …
 */
export async function look(source: Source, as: Partial<Reading> = {}): Promise<Seen> {
  const packing = await packingOf(source);
  if (typeof packing === "object") return kept({ ...(await lookAtSheet(source, as, packing)), ...packing });
  const head = await headOf(unpacked(source, { format: "text", packing }, 0));
  if (packing !== "none" && whatIs(head.bytes) !== "text") throw refused(packedOther);
  return kept(await lookAtText(head, packing, as));
}

type Workbook = { sheets: number };
const sheetName = /^xl\/worksheets\/[^/]+\.xml$/;

const kept = (seen: Seen): Seen => ({ ...seen, rows: seen.rows.map(keepable) });

async function packingOf(source: Source): Promise<Reading["packing"] | Workbook> {
  if (source.size === 0) throw refused("This file is empty.");
  const { bytes } = await headOf(source.open(0));
  const kind = whatIs(bytes);
  if (kind === "text") return "none";
  if (kind === "gzip") return "gzip";
  if (kind !== "zip") throw refused(refusedByName[kind]);
  const names = await namesIn(source);
  if (names.includes("xl/workbook.xml")) return { sheets: names.filter((name) => sheetName.test(name)).length };
  if (names.includes("xl/workbook.bin")) throw refused(refusedByName.xls);
  if (names.some((name) => /^(\[Content_Types\]\.xml|mimetype)$|\.iwa$/.test(name)))
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
  const delimiter = as.delimiter ?? (await findDelimiter(text, quote));
  const { rows, lines, problems } = await rowsIn(text, { delimiter, quote }, most.rows);
  if (rows.length === 0) throw refused(noRows(problems));
  const guessed = isHeader(rows);
  const header = as.header ?? guessed.header;
  const reading: Reading = { format: "text", packing, encoding, delimiter, quote, header };
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

const noRows = ([problem]: Problem[]) =>
  problem
    ? `No row of this file can be read. Line ${problem.line}: ${sentences[problem.problem]}`
    : "There are no rows in this file.";

async function lookAtSheet(source: Source, as: Partial<Reading>, { sheets }: Workbook): Promise<Seen> {
  const reading: Reading = {
    format: "xlsx",
    packing: "none",
    encoding: "utf-8",
    delimiter: ",",
    quote: '"',
    header: false,
    sheet: as.sheet ?? (await firstSheet(source)),
  };
  for await (const { rows, lines, problems } of readRows(source, reading, { from: start, rows: most.rows })) {
    if (rows.length === 0) throw refused(noRows(problems));
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
  const more = sheets > 1 ? " Only that one is read: move the sheet with the people to the front." : "";
  throw refused(`There are no rows in the first sheet of this file that is shown.${more}`);
}

const widest = (rows: string[][]) => rows.reduce((most, row) => Math.max(most, row.length), 0);

const packedOther = "What is packed in this file is no table. Pack one CSV file, or import it unpacked.";
