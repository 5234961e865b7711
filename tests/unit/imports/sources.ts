/** Files for the reading tests, made in memory. */
import { crc32, deflateRawSync } from "node:zlib";
import { ZipFile } from "yazl";
import { type Encoding, type Position, type Reading, type Source, start } from "@/lib/imports/read";
import { batches } from "@/lib/imports/read/batches";
import { type PlainBatch, PlainRows } from "@/lib/imports/read/gather";
import { unpacked } from "@/lib/imports/read/unpack";

/** A file of these bytes, given in parts of `part` bytes. `opened` counts what was read of it. */
export function fileOf(
  bytes: Uint8Array,
  name = "contacts.csv",
  part = 65_536,
): Source & { opened: { bytes: number } } {
  const opened = { bytes: 0 };
  async function* open(from: number) {
    for (let at = from; at < bytes.length; at += part) {
      const given = bytes.subarray(at, at + part);
      opened.bytes += given.length;
      yield given;
    }
  }
  return { name, size: bytes.length, open, opened };
}

/** A file that is made while it is read: `times` copies of a part. */
export function longFile(part: Uint8Array, times: number): Source & { opened: { bytes: number } } {
  const opened = { bytes: 0 };
  async function* open() {
    for (let at = 0; at < times; at++) {
      opened.bytes += part.length;
      yield part;
    }
  }
  return { name: "long.csv", size: part.length * times, open, opened };
}

export const text = (lines: string) => fileOf(Buffer.from(lines));

export function encode(content: string, encoding: Encoding, mark = false): Buffer {
  if (encoding === "utf-16le") return Buffer.from((mark ? "\uFEFF" : "") + content, "utf16le");
  if (encoding === "utf-16be") return Buffer.from((mark ? "\uFEFF" : "") + content, "utf16le").swap16();
  if (encoding === "utf-8") return Buffer.from((mark ? "\uFEFF" : "") + content);
  if (encoding === "iso-8859-1") return Buffer.from(content, "latin1");
  return Buffer.from([...content].map((letter) => single(encoding).get(letter) ?? 63));
}

const tables = new Map<Encoding, Map<string, number>>();

/** The letters of an encoding of one byte each. */
export function single(encoding: Encoding): Map<string, number> {
  const known = tables.get(encoding);
  if (known) return known;
  const decoder = new TextDecoder(encoding);
  const letters = Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const);
  const table = new Map(letters.filter(([letter]) => letter !== "\uFFFD"));
  tables.set(encoding, table);
  return table;
}

export const plain: Reading = {
  format: "text",
  packing: "none",
  encoding: "utf-8",
  delimiter: ",",
  quote: '"',
  header: false,
};

export async function zipOf(files: Record<string, Uint8Array>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith("/")) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(bytes), name);
  }
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts);
}

/** A zip whose one file says that it is `says` bytes long, whatever it is. */
export function lyingZip(name: string, bytes: Uint8Array, says: number): Buffer {
  const packed = deflateRawSync(bytes);
  const title = Buffer.from(name);
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(8, 4);
  facts.writeUInt32LE(crc32(bytes), 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(says, 18);
  facts.writeUInt16LE(title.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), facts, title, packed]);
  const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), facts, Buffer.alloc(14), title]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from("PK\x05\x06", "latin1"), end]);
}

/**
 * What the worker thread runs, in this one: starting a thread takes a second, and these tests read hundreds of files.
 */
export function readHere(
  source: Source,
  reading: Partial<Reading>,
  { from = start, rows = 20_000 }: { from?: Position; rows?: number } = {},
): AsyncGenerator<PlainBatch> {
  const whole = { ...plain, ...reading };
  const job = { reading: whole, from, rows, before: "" };
  return batches(job, unpacked(source, whole, from.from), new PlainRows());
}

/** All rows of a file at once. */
export async function readAll(source: Source, reading: Partial<Reading> = {}): Promise<Omit<PlainBatch, "next">> {
  const read: Omit<PlainBatch, "next"> = { rows: [], lines: [], problems: [] };
  for await (const batch of readHere(source, reading)) {
    read.rows.push(...batch.rows);
    read.lines.push(...batch.lines);
    read.problems.push(...batch.problems);
  }
  return read;
}
