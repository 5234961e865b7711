/** Awkward files, as the public collections have them, read as the worker thread reads them. */
import { expect, test } from "vitest";
import { encode, fileOf, readAll, text } from "./sources";

test.each([
  [
    "simple",
    "a,b,c\n1,2,3",
    [
      ["a", "b", "c"],
      ["1", "2", "3"],
    ],
  ],
  [
    "empty cells",
    '1,"",\n"",,3\n',
    [
      ["1", "", ""],
      ["", "", "3"],
    ],
  ],
  [
    "doubled quotes",
    '1,"ha ""ha"" ha"\n3,4',
    [
      ["1", 'ha "ha" ha'],
      ["3", "4"],
    ],
  ],
  ["a delimiter in quotes", '"Doe, John",12\n', [["Doe, John", "12"]]],
  ["JSON in a cell", '1,"{""type"": ""Point"", ""at"": [1, 2]}"\n', [["1", '{"type": "Point", "at": [1, 2]}']]],
  [
    "breaks in cells",
    '1,"one\ntwo\r\nthree"\n4,5\n',
    [
      ["1", "one\ntwo\r\nthree"],
      ["4", "5"],
    ],
  ],
  ["nothing but a quoted empty cell", '""\n', [[""]]],
  ["a byte order mark", "\uFEFFa,b\n", [["a", "b"]]],
  ["ragged rows", "a,b,c\n1\n1,2,3,4\n", [["a", "b", "c"], ["1"], ["1", "2", "3", "4"]]],
  [
    "CR alone",
    "a,b\r1,2\r",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ["all breaks mixed", "a\r\nb\nc\rd", [["a"], ["b"], ["c"], ["d"]]],
  ["spaces kept", " a , b \n", [[" a ", " b "]]],
  [
    "quotes in the middle of a cell",
    'Bob "the builder" Smith,6" pipe\n1,2\n',
    [
      ['Bob "the builder" Smith', '6" pipe'],
      ["1", "2"],
    ],
  ],
  [
    "text behind a closing quote",
    '"abc"def,1\n2,3\n',
    [
      ['"abc"def', "1"],
      ["2", "3"],
    ],
  ],
  ["NULs", "a\0b,c\n", [["a\0b", "c"]]],
  ["formulas as they are", "=1+1,@SUM(A1),+cmd|' /C calc'!A0\n", [["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0"]]],
  ["letters of many scripts", "Łukasz,李,Ζωή,😀\n", [["Łukasz", "李", "Ζωή", "😀"]]],
  ["Excel's word about its separator", "sep=,\na,b\n", [["a", "b"]]],
  ["no rows", "", []],
  ["nothing but breaks", "\n\r\n\n", []],
])("reads %s", async (_name, content, rows) => {
  expect(await readAll(text(content))).toMatchObject({ rows, problems: [] });
});

test("line numbers are those of the file, past empty lines and breaks in cells", async () => {
  const read = await readAll(text('a\n\n\n"b\r\nb\nb",2\r\n\r\nc\n'));
  expect(read.rows.map(([first], at) => [read.lines[at], first])).toEqual([
    [1, "a"],
    [4, "b\r\nb\nb"],
    [8, "c"],
  ]);
});

test("a header and what stands above it are no rows, and lines are counted with them", async () => {
  const read = await readAll(text("sep=;\n\nEmail;Name\na@b.de;A\n"), { delimiter: ";", header: true });
  expect(read).toMatchObject({ rows: [["a@b.de", "A"]], lines: [4] });
});

test("a quotation mark that is never closed costs its own line only", async () => {
  const read = await readAll(text('1,a\n2,"b\n3,c\n4,"d ""e"" f"\n5,g\n'));
  expect(read.rows).toEqual([
    ["1", "a"],
    ["3", "c"],
    ["4", 'd "e" f'],
    ["5", "g"],
  ]);
  expect(read.lines).toEqual([1, 3, 4, 5]);
  expect(read.problems).toEqual([{ line: 2, problem: "quote", cells: ["2", '"b'] }]);
});

test("a mark opened in the last row is told", async () => {
  const read = await readAll(text('1,a\n2,"b'));
  expect(read).toMatchObject({ rows: [["1", "a"]], problems: [{ line: 2, problem: "quote" }] });
});

test("another quotation mark, and none, can be chosen", async () => {
  expect((await readAll(text("'a,b','c''d'\n"), { quote: "'" })).rows).toEqual([["a,b", "c'd"]]);
  expect((await readAll(text('"a,b"\n'), { quote: "" })).rows).toEqual([['"a', 'b"']]);
});

test("letters that are not of the chosen encoding are told, and the rows around them read", async () => {
  const bytes = Buffer.concat([Buffer.from("Zoë,1\n"), encode("Müller,2\n", "windows-1252"), Buffer.from("Łu,3\n")]);
  const read = await readAll(fileOf(bytes));
  expect(read.rows).toEqual([
    ["Zoë", "1"],
    ["Łu", "3"],
  ]);
  expect(read.problems).toMatchObject([{ line: 2, problem: "letters" }]);
});

test("rows wider than 500 cells and cells longer than 100,000 characters are told, at the limit they are read", async () => {
  const wide = (cells: number) => `${Array.from({ length: cells }, (_, at) => at).join(",")}\n`;
  const read = await readAll(text(`${wide(500)}${wide(501)}a,${"x".repeat(100_000)}\nb,"${"y".repeat(100_001)}"\nc\n`));
  expect(read.lines).toEqual([1, 3, 5]);
  expect(read.problems.map(({ line, problem }) => [line, problem])).toEqual([
    [2, "wide"],
    [4, "long"],
  ]);
});
