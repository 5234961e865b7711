/** What a file is, found from its first bytes; what is no table is refused with a sentence. */
import { gzipSync } from "node:zlib";
import { writeXlsx } from "hucre/xlsx";
import { expect, test } from "vitest";
import { look } from "@/lib/imports/read";
import { encode, fileOf, lyingZip, readAll, text, zipOf } from "./sources";

const table = "E-Mail;Vorname;Straße\nmira@example.com;Mira;Schloßallee 1\nzoe@example.com;Zoë;Öderweg 2\n";

test.each([
  ["utf-8", false, true],
  ["utf-8", true, true],
  ["utf-16le", true, true],
  ["utf-16be", true, true],
  ["utf-16le", false, true],
  ["utf-16be", false, true],
  ["windows-1252", false, false],
] as const)("finds %s (mark: %s)", async (encoding, mark, sure) => {
  const seen = await look(fileOf(encode(table, encoding, mark)));
  expect(seen.reading).toMatchObject({ encoding, delimiter: ";", header: true, packing: "none" });
  expect(seen.sure).toEqual({ encoding: sure, header: true });
  expect(seen.rows[2]).toEqual(["zoe@example.com", "Zoë", "Öderweg 2"]);
  expect(seen.lines).toEqual([1, 2, 3]);
});

test("a letter cut at the end of what is looked at makes no other encoding", async () => {
  for (const shift of ["", "a", "aa"]) {
    const seen = await look(fileOf(Buffer.from(`Name,Stadt\n${`${shift}李,东京\n`.repeat(40_000)}`)));
    expect(seen.reading.encoding).toBe("utf-8");
  }
});

test("an encoding the merchant chose is kept", async () => {
  const seen = await look(fileOf(encode("Имя,Город\nЗоя,Москва\n", "windows-1251")), { encoding: "windows-1251" });
  expect(seen.rows[1]).toEqual(["Зоя", "Москва"]);
  expect(seen.sure.encoding).toBe(true);
});

test.each([",", ";", "\t", "|"] as const)("finds the delimiter %j, though others stand in cells", async (delimiter) => {
  const cell = "a, b; c | d";
  const row = (cells: string[]) => `${cells.map((one) => `"${one}"`).join(delimiter)}\n`;
  const seen = await look(text(row(["Email", "Note", "City"]) + row(["a@b.de", cell, "x"]).repeat(5)));
  expect(seen.reading.delimiter).toBe(delimiter);
});

test("a plain list of addresses is one column, with or without a header", async () => {
  expect((await look(text("a@b.de\nc@d.de\n"))).reading).toMatchObject({ header: false });
  expect((await look(text("Email\na@b.de\n"))).reading).toMatchObject({ header: true });
  expect((await look(text("a@b.de"))).rows).toEqual([["a@b.de"]]);
});

test("Excel's own word about the separator is believed, and is no row", async () => {
  const seen = await look(text("sep=|\nEmail|Name\na@b.de|A\n"));
  expect(seen).toMatchObject({
    reading: { delimiter: "|", header: true },
    rows: [
      ["Email", "Name"],
      ["a@b.de", "A"],
    ],
    lines: [2, 3],
  });
});

test("headers alone are a table, and a header in a language we do not know is one by what stands below", async () => {
  expect(await look(text("Email,Name\n"))).toMatchObject({ reading: { header: true }, rows: [["Email", "Name"]] });
  expect((await look(text("Rhif,Pentref\n12,Aber\n14,Bala\n"))).reading.header).toBe(true);
  expect((await look(text("12,Aber\n14,Bala\n"))).reading.header).toBe(false);
});

test.each(["gzip", "zip"] as const)("reads what is packed as %s", async (packing) => {
  const bytes =
    packing === "gzip"
      ? gzipSync(table)
      : await zipOf({ "__MACOSX/._a.csv": Buffer.from("x"), "a.csv": Buffer.from(table) });
  const seen = await look(fileOf(bytes));
  expect(seen.reading).toMatchObject({ packing, delimiter: ";", header: true });
  expect((await readAll(fileOf(bytes), seen.reading)).rows).toHaveLength(2);
});

test("an Excel file is read: days, moments, numbers and phones as text, the line being the row", async () => {
  const rows = [
    ["Email", "Birthday", "Since", "Phone", "Spent", "Yes"],
    ["a@b.de", new Date(Date.UTC(1988, 3, 12)), new Date(Date.UTC(2024, 0, 2, 3, 4, 5)), 491705550101, 12.5, true],
    [],
    ["c@d.de", null, null, "+49 170", 0, false],
  ];
  const file = fileOf(await writeXlsx({ sheets: [{ name: "S", rows }] }), "a.xlsx");
  const seen = await look(file);
  expect(seen.reading).toMatchObject({ format: "xlsx", header: true });
  const read = await readAll(file, seen.reading);
  expect(read.rows[0]).toEqual(["a@b.de", "1988-04-12", "2024-01-02T03:04:05", "491705550101", "12.5", "true"]);
  expect(read.rows[1]!.slice(0, 4)).toEqual(["c@d.de", "", "", "+49 170"]);
  expect(read.lines).toEqual([2, 4]);
});

test("of an Excel file the first sheet is read, and how many there are is told", async () => {
  const [people, nobody] = [[["Email"], ["a@b.de"]], [] as string[][]];
  const bookOf = async (...sheets: string[][][]) =>
    fileOf(await writeXlsx({ sheets: sheets.map((rows, n) => ({ name: `S${n}`, rows })) }), "a.xlsx");
  expect(await look(await bookOf(people, [["Email"], ["c@d.de"]]))).toMatchObject({ rows: people, sheets: 2 });
  expect((await look(await bookOf(people))).sheets).toBe(1);
  expect((await look(text("Email\na@b.de\n"))).sheets).toBeUndefined();
  await expect(look(await bookOf(nobody, people))).rejects.toThrow(/move the sheet with the people to the front/);
});

const png = Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1");

test.each([
  ["an empty file", Buffer.alloc(0), /empty/],
  ["nothing but breaks", Buffer.from("\n\n  \n"), /empty/],
  ["a PDF", Buffer.from("%PDF-1.7\n%âãÏÓ"), /PDF/],
  ["a picture", png, /picture/],
  ["an old .xls", Buffer.from("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "latin1"), /\.xlsx/],
  ["a web page", Buffer.from("\n<!DOCTYPE html><html>"), /web page/],
  ["JSON", Buffer.from('[{"email": "a@b.de"}]'), /JSON/],
  ["a program", Buffer.from("\x7FELF\x02\x01\x01", "latin1"), /program/],
  ["noise", Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919) % 256)), /no text/],
  ["UTF-32", Buffer.from("\xFF\xFE\0\0a\0\0\0", "latin1"), /UTF-32/],
  ["a damaged gzip", gzipSync("a,b\n".repeat(1000)).subarray(0, 20), /damaged/],
  ["a picture in a gzip", gzipSync(png), /no table/],
  ["a gzip in a gzip", gzipSync(gzipSync(table)), /no table/],
  ["half a zip", lyingZip("a.csv", Buffer.from(table), table.length).subarray(0, 40), /damaged/],
])("refuses %s, and says what to do", async (_name, bytes, sentence) => {
  await expect(look(fileOf(bytes))).rejects.toMatchObject({
    problem: "invalid",
    fields: { file: expect.stringMatching(sentence) },
  });
});

test("refuses zips of several files, of none and of documents", async () => {
  const file = Buffer.from(table);
  const refusal = async (files: Record<string, Uint8Array>) =>
    look(fileOf(await zipOf(files))).catch((error: Error) => error.message);
  expect(await refusal({ "a.csv": file, "b.csv": file })).toMatch(/several files/);
  expect(await refusal({ "folder/": Buffer.alloc(0) })).toMatch(/no file/);
  expect(await refusal({ mimetype: Buffer.from("application/vnd.oasis"), "content.xml": file })).toMatch(/document/);
  expect(await refusal({ "a.zip": await zipOf({ "a.csv": file }) })).toMatch(/no table/);
});
