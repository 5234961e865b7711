/** What is found in files as other programs write them: their letters, their delimiter, and that some are no tables. */
import { writeXlsx } from "hucre/xlsx";
import { expect, test } from "vitest";
import { look } from "@/lib/imports/read";
import { firstVisible } from "@/lib/imports/read/workbook";
import { encode, fileOf, lyingZip, readAll, text, zipOf } from "./sources";

const refusal = (bytes: Uint8Array) => look(fileOf(bytes)).then(String, (error: Error) => error.message);
const many = (times: number, row: (at: number) => string) => Array.from({ length: times }, (_, at) => row(at)).join("");

const tables = {
  Russian: ["Почта;Имя;Город\r\nivan@example.ru;Иван;Санкт-Петербург\r\n", ";"],
  Greek: ["Email;Όνομα\r\na@b.gr;Ζωή\r\n", ";"],
  Chinese: [`邮箱,姓名,城市\r\n${"用户@例子.公司,李雷,北京市海淀区\r\n".repeat(50)}`, ","],
  Japanese: ["メール\t名前\r\nyamada@example.jp\t山田太郎\r\n", "\t"],
} as const;

test.each(
  Object.entries(tables).flatMap(([language, table]) =>
    (["utf-16le", "utf-16be"] as const).flatMap((encoding) =>
      [true, false].map((mark) => [language, encoding, mark, ...table] as const),
    ),
  ),
)("a table in %s is found to be %s, with a mark: %s", async (_language, encoding, mark, table, delimiter) => {
  const file = fileOf(encode(table, encoding, mark));
  const { reading, rows } = await look(file);
  expect(reading).toMatchObject({ encoding, delimiter, header: true });
  expect(rows[0]).toEqual(table.split("\r\n")[0]!.split(delimiter));
  expect((await readAll(file, reading)).rows.at(-1)).toEqual(table.trimEnd().split("\r\n").at(-1)!.split(delimiter));
});

test("NULs between Latin letters make no UTF-16 of them", async () => {
  const file = text("Email,Name\na@b.de,x\0y\nb@c.de,z\0\n");
  const { reading } = await look(file);
  expect(reading).toMatchObject({ encoding: "utf-8", header: true });
  expect((await readAll(file, reading)).rows[0]).toEqual(["a@b.de", "x\0y"]);
});

test("a row of other letters in a file of UTF-8 costs that row only", async () => {
  const file = fileOf(
    Buffer.concat([
      Buffer.from(`Email,Name\n${many(30, (at) => `p${at}@b.de,Zoë\n`)}`),
      encode("z@b.de,Zoë\n", "windows-1252"),
    ]),
  );
  const { reading, sure } = await look(file);
  expect([reading.encoding, sure.encoding]).toEqual(["utf-8", false]);
  const read = await readAll(file, reading);
  expect(read.rows).toHaveLength(30);
  expect(read.problems).toMatchObject([{ line: 32, problem: "letters" }]);
});

test.each([
  ["in the last row", 'Email,Name\na@b.de,x\nc@d.de,"y', 1],
  ["at line 3 of many", `Email,Name\na@b.de,x\nc@d.de,"y\n${many(5000, (at) => `p${at}@b.de,name\n`)}`, 5001],
])("a quotation mark never closed, %s, does not keep a file from being looked at", async (_where, table, rows) => {
  const { reading } = await look(text(table));
  expect(reading).toMatchObject({ delimiter: ",", header: true });
  const read = await readAll(text(table), reading);
  expect(read.rows).toHaveLength(rows);
  expect(read.problems).toEqual([{ line: 3, problem: "quote", cells: ["c@d.de", '"y'] }]);
});

test.each([
  ["in quotes", `Email;Note\n${many(50, (at) => `p${at}@b.de;"a, b, c, d, e"\n`)}`, ";"],
  ["below a header without them", `Email;Anschrift\n${many(50, (at) => `p${at}@b.de;Weg ${at}, 1 Ort, Land\n`)}`, ";"],
  ["without a header", many(50, (at) => `p${at}@b.de;Weg ${at}, 1 Ort, Land\n`), ";"],
  ["of tags", `Email,Tags\n${many(50, (at) => `p${at}@b.de,a;b;c;d\n`)}`, ","],
  ["beside inches", `Email;Size\n${many(50, (at) => `p${at}@b.de;${at}", 5, 6, 7\n`)}`, ";"],
])("more of another delimiter in each row, %s, make no table of it", async (_where, table, delimiter) => {
  expect((await look(text(table))).reading.delimiter).toBe(delimiter);
});

test.each([
  ["<!-- made by --><html>", /web page/],
  ['<meta charset="utf-8"><table><tr><td>Email</td></tr></table>', /web page/],
  ["<style>td { }</style>\n<table>", /web page/],
  ["\r\n%PDF-1.4\n%âãÏÓ", /PDF/],
  ["\uFEFF%PDF-1.4\n", /PDF/],
  ['["a@b.de", "c@d.de"]', /JSON/],
  ["BEGIN:VCARD\r\nVERSION:3.0\r\nEMAIL:a@b.de\r\nEND:VCARD\r\n", /document/],
  ["\0".repeat(5000), /no text/],
])("%j is no table", async (content, sentence) => {
  expect(await refusal(Buffer.from(content))).toMatch(sentence);
});

test("a file without a row within the limits is told so, not that it is empty", async () => {
  const wide = `${"c,".repeat(500)}c\n`;
  expect(await refusal(Buffer.from(wide.repeat(2)))).toMatch(/Line 1: .*500 cells/);
});

test("a zip of an unknown packing, one whose file was changed, and a document of Numbers are told apart", async () => {
  const zip = lyingZip("a.csv", Buffer.from("a,b\n"), 4);
  // The method stands at byte 8 of an entry and at byte 10 of its place in the table of contents.
  const other = Buffer.from(zip);
  for (const at of [8, other.indexOf("PK\x01\x02") + 10]) other.writeUInt16LE(12, at);
  expect(await refusal(other)).toMatch(/packed in a way/);
  const changed = Buffer.from(zip);
  changed[changed.indexOf("PK\x01\x02") + 16]! ^= 1;
  expect(await refusal(changed)).toMatch(/damaged/);
  const parts = { "Index/Document.iwa": Buffer.from("x"), "preview.jpg": Buffer.from("x") };
  expect(await refusal(await zipOf(parts))).toMatch(/document/);
});

test("an Excel file with a sheet that grows a thousandfold is refused before it is read", async () => {
  const row = "<row><c><v>1</v></c></row>";
  const sheet = Buffer.from(`<worksheet><sheetData>${row.repeat(1_000_000)}</sheetData></worksheet>`);
  const parts = { "xl/workbook.xml": Buffer.from("<workbook/>"), "xl/worksheets/sheet1.xml": sheet };
  expect(await refusal(await zipOf(parts))).toMatch(/too large/);
});

test("of an Excel file the first sheet that is shown is read: none that is hidden, no chart", async () => {
  const rows = [["Email"], ["a@b.de"]];
  const sheets = [
    { name: "Settings", hidden: true, rows: [["Key"], ["x"]] },
    { name: "People", rows },
  ];
  const file = fileOf(await writeXlsx({ sheets, activeSheet: 1 }), "a.xlsx");
  const seen = await look(file);
  expect([seen.reading.sheet, seen.rows]).toEqual([1, rows]);
  expect((await readAll(file, seen.reading)).rows).toEqual([["a@b.de"]]);
  const book =
    '<sheets><sheet name="C" sheetId="1" r:id="rId1"/><x:sheet name="S" r:id="rId2" state="visible"/></sheets>';
  const relations = ["chartsheet", "worksheet"].map(
    (kind, at) => `<Relationship Id="rId${at + 1}" Type="http://a/${kind}"/>`,
  );
  expect(firstVisible(book, relations.join(""))).toBe(1);
  expect(firstVisible("<workbook>", "")).toBe(0);
});
