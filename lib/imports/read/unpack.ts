/** The bytes of a file without its packing: gzip, or a zip with one file in it, never more than the limits allow. */
import { pipeline, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { crc32, createGunzip } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from "yauzl";
import { Failure } from "@/lib/errors";
import { limits } from "./bounds";
import { refusedByName } from "./kinds";
import { refused } from "./refused";
import type { Reading, Source } from "./types";
import { firstVisible } from "./workbook";

/** What was taken from the file itself. An error of its store is no fault of the file. */
export type Taken = { bytes: number; failure?: unknown };

/** From byte `from` on, where nothing is packed. */
export async function* unpacked(
  source: Source,
  { format, packing }: Pick<Reading, "format" | "packing">,
  from: number,
  read: Taken = { bytes: 0 },
): AsyncGenerator<Uint8Array> {
  read.bytes = from;
  if (format === "xlsx") await checkWorkbook(source);
  if (packing === "none") yield* counted(source.open(from), read);
  else if (packing === "gzip") yield* bounded(gunzipped(counted(source.open(0), read)), read);
  else yield* bounded(await onlyFileOf(source, read), read);
}

/** The names of what is in a zip, without folders and what a Mac adds. @throws Failure invalid when it is none */
export async function namesIn(source: Source): Promise<string[]> {
  return withZip(source, { bytes: 0 }, async (zip) => (await entriesOf(zip)).map(({ fileName }) => fileName));
}

/** The sheet of an Excel file that is shown first; it counts from 0. */
export async function firstSheet(source: Source): Promise<number> {
  return withZip(source, { bytes: 0 }, async (zip) => {
    const entries = await entriesOf(zip);
    const textOf = async (name: string) => {
      const entry = entries.find(({ fileName }) => fileName === name);
      if (!entry?.canDecodeFileData() || entry.uncompressedSize > 1_000_000) return "";
      return text(await zip.openReadStreamPromise(entry));
    };
    return firstVisible(await textOf("xl/workbook.xml"), await textOf("xl/_rels/workbook.xml.rels"));
  });
}

async function onlyFileOf(source: Source, read: Taken): Promise<Readable> {
  return withZip(source, read, async (zip) => {
    const [entry, ...more] = await entriesOf(zip);
    if (!entry) throw refused("There is no file in this zip.");
    if (more.length > 0) throw refused("There are several files in this zip. Import them one by one.");
    if (entry.isEncrypted()) throw refused("This zip has a password. Pack it without one.");
    if (!entry.canDecodeFileData()) throw refused(refusedByName.packed);
    if (isBomb(entry)) throw refused(bomb);
    return Readable.from(undamaged(await zip.openReadStreamPromise(entry), entry), { objectMode: false });
  });
}

/** What is stored without being packed has nothing but its checksum to tell that it is whole. */
async function* undamaged(parts: Readable, entry: Entry): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const part of parts as AsyncIterable<Buffer>) {
    sum = crc32(part, sum);
    yield part;
  }
  if (sum !== entry.crc32) throw damaged();
}

/** An Excel file is a zip; what its reader holds in memory whole must be as small as it says, and be small. */
async function checkWorkbook(source: Source): Promise<void> {
  if (source.size > limits.xlsx) throw refused("This Excel file is larger than 100 MB. Save it as CSV.");
  await withZip(source, { bytes: 0 }, async (zip) => {
    const entries = await entriesOf(zip);
    if (entries.some(isBomb)) throw refused(largeWorkbook);
    const held = entries.filter(({ fileName }) => !/^xl\/worksheets\//i.test(fileName));
    const total = held.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
    if (total > limits.xlsxHeld) throw refused(largeWorkbook);
    for (const entry of held) {
      // yauzl ends an entry that is larger than it says.
      if (!entry.isEncrypted()) for await (const _part of await zip.openReadStreamPromise(entry));
    }
  });
}

/** A table packs ten times smaller, at most a hundred times; what grows more is no table. */
const isGrown = (bytes: number, packed: number) => bytes > 10_000_000 && bytes > 200 * packed;

/** As it says itself; who reads it ends what is larger than it says. */
const isBomb = ({ uncompressedSize, compressedSize }: Entry) => isGrown(uncompressedSize, compressedSize);

async function withZip<T>(source: Source, read: Taken, work: (zip: ZipFile) => Promise<T>): Promise<T> {
  try {
    const reader = new ByRange(source, read);
    return await work(await fromRandomAccessReaderPromise(reader, source.size, { autoClose: false }));
  } catch (error) {
    throw error instanceof Failure ? error : (read.failure ?? damaged());
  }
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > 10_000) throw refused("There are several files in this zip. Import them one by one.");
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) if (isFile(entry.fileName)) entries.push(entry);
  return entries;
}

const isFile = (name: string) => !name.endsWith("/") && !/(^|\/)(__MACOSX\/|\.DS_Store$|\._)/.test(name);

const none = new Uint8Array(0);

/** The places asked for lie side by side, a few bytes each: they are taken from the part that was read last. */
class ByRange extends RandomAccessReader {
  private held: { from: number; bytes: Uint8Array } = { from: 0, bytes: none };

  constructor(
    private readonly source: Source,
    private readonly taken: Taken,
  ) {
    super();
  }

  override _readStreamForRange(from: number, to: number): Readable {
    return Readable.from(counted(this.range(from, to), this.taken), { objectMode: false });
  }

  private async *range(from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to; ) {
      const { held } = this;
      const part = at < held.from ? none : held.bytes.subarray(at - held.from, to - held.from);
      if (part.length > 0) yield part;
      else if (!(await this.hold(at))) return;
      at += part.length;
    }
  }

  private async hold(from: number): Promise<boolean> {
    for await (const bytes of this.source.open(from)) {
      this.held = { from, bytes };
      return bytes.length > 0;
    }
    return false;
  }
}

async function* counted(parts: AsyncIterable<Uint8Array>, read: Taken): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of parts) {
      read.bytes += part.length;
      yield part;
    }
  } catch (error) {
    read.failure = error;
    throw error;
  }
}

function gunzipped(parts: AsyncIterable<Uint8Array>): Readable {
  return pipeline(Readable.from(parts, { objectMode: false }), createGunzip({ chunkSize: 1 << 18 }), () => undefined);
}

async function* bounded(parts: Readable, read: Taken): AsyncGenerator<Uint8Array> {
  let total = 0;
  try {
    for await (const part of parts) {
      total += part.length;
      if (total > limits.unpacked || isGrown(total, read.bytes)) throw refused(bomb);
      yield part;
    }
  } catch (error) {
    throw error instanceof Failure ? error : (read.failure ?? damaged());
  }
}

const bomb = "What is packed in this file is too large to be read. Unpack it, and import it in parts.";
const largeWorkbook = "This Excel file is too large to be read. Save it as CSV.";
const damaged = () => refused("This packed file is damaged, or was not uploaded whole. Pack it again.");
