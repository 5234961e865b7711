/** Files made to do harm: refused with a sentence, or read, and never more of them held than the limits say. */
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { limits, type Reading } from "@/lib/imports/read";
import { unpacked } from "@/lib/imports/read/unpack";
import { fileOf, longFile, lyingZip, readAll, readHere, zipOf } from "./sources";

const mega = 1_000_000;

const refusal = async (file: Parameters<typeof readHere>[0], reading: Partial<Reading> = {}) => {
  try {
    for await (const _batch of readHere(file, reading));
    return "read";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

test.each(["a", ",", '"a', "\0"])("2 GB of %j in one line end after the first few of them", async (sign) => {
  const file = longFile(Buffer.alloc(mega, sign), 2000);
  expect(await refusal(file)).toMatch(/Line 1 is longer than 2,000,000 characters/);
  expect(file.opened.bytes).toBeLessThanOrEqual(limits.row + 2 * mega);
});

test("a bomb is ended long before it is unpacked", async () => {
  const bomb = Buffer.alloc(200 * mega, "a,b\n");
  const packed = { gzip: gzipSync(bomb), zip: await zipOf({ "a.csv": bomb }) };
  for (const packing of ["gzip", "zip"] as const) {
    let bytes = 0;
    const unpack = async () => {
      for await (const part of unpacked(fileOf(packed[packing]), { format: "text", packing }, 0)) bytes += part.length;
    };
    await expect(unpack()).rejects.toThrow(/too large/);
    // A zip says beforehand how much it grows.
    expect(bytes).toBeLessThan(packing === "zip" ? 1 : 100 * mega);
  }
});

test("a zip that holds more than it says is refused", async () => {
  const file = fileOf(lyingZip("a.csv", Buffer.alloc(5 * mega, "a,b\n"), 100));
  expect(await refusal(file, { packing: "zip" })).toMatch(/damaged/);
});

test("an Excel file whose table of texts is a bomb is refused before it is read", async () => {
  const says = fileOf(lyingZip("xl/sharedStrings.xml", Buffer.alloc(5 * mega, "a"), 4_000_000_000));
  expect(await refusal(says, { format: "xlsx" })).toMatch(/too large/);
  const lies = fileOf(lyingZip("xl/sharedStrings.xml", Buffer.alloc(5 * mega, "a"), 100));
  expect(await refusal(lies, { format: "xlsx" })).toMatch(/damaged/);
});

test("an Excel file that is none is refused", async () => {
  expect(await refusal(fileOf(await zipOf({ "xl/workbook.xml": Buffer.from("<no") })), { format: "xlsx" })).toMatch(
    /damaged/,
  );
});

test("a million quotation marks are read as what they are", async () => {
  const { rows } = await readAll(fileOf(Buffer.from(`${'""'.repeat(40_000)}\nb\n`)));
  expect(rows).toEqual([[`${'"'.repeat(39_999)}`], ["b"]]);
  const lines = await readAll(fileOf(Buffer.from('"\n'.repeat(500_000))));
  expect(lines.rows.length + lines.problems.length).toBeGreaterThan(200_000);
});

test("marks that are opened and never closed throughout are refused before all is read again and again", async () => {
  // Each line ends inside a quotation, and so does the next when the first is dropped.
  const file = longFile(Buffer.from('"x","\n'.repeat(150_000)), 2000);
  expect(await refusal(file)).toMatch(/Quotation marks/);
  expect(file.opened.bytes).toBeLessThan(file.size / 2);
});

test("marks never closed here and there cost their own lines only, however many there are in a long file", async () => {
  const part = Buffer.from(`"a\n${`b,${"c".repeat(9000)}\n`.repeat(150)}`);
  const read = await readAll(longFile(part, 25));
  expect(read.problems.map(({ line }) => line)).toEqual(Array.from({ length: 25 }, (_, at) => 1 + 151 * at));
  expect(read.rows).toHaveLength(25 * 150);
  const near = await readAll(fileOf(Buffer.from('"a\nb,c\n'.repeat(20_000))));
  expect([near.problems.length, near.rows.length]).toEqual([20_000, 20_000]);
});

test("a zip of thousands of folders is not fetched anew for each of them", async () => {
  const folders = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`${at}/`, Buffer.alloc(0)]));
  const file = fileOf(await zipOf({ ...folders, "a.csv": Buffer.from("a,b\n") }));
  expect((await readAll(file, { packing: "zip" })).rows).toEqual([["a", "b"]]);
  expect(file.opened.bytes).toBeLessThan(10 * file.size);
});

test("millions of empty lines and of single cells are read", async () => {
  const { rows, lines } = await readAll(longFile(Buffer.from("\n".repeat(mega)), 5));
  expect([rows, lines]).toEqual([[], []]);
  const after = await readAll(fileOf(Buffer.from(`${"\r\n".repeat(3 * mega)}a\n`)));
  expect(after).toMatchObject({ rows: [["a"]], lines: [3 * mega + 1] });
});
