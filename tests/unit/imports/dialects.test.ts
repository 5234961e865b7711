/** Any table a CSV writer writes is read back the same, in every dialect and encoding, cut and resumed anywhere. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Encoding, type Position, type Reading, start } from "@/lib/imports/read";
import { encode, fileOf, readHere, single } from "./sources";

type Dialect = {
  delimiter: Reading["delimiter"];
  quote: '"' | "'";
  end: string;
  always: boolean;
  mark: boolean;
  encoding: Encoding;
};

const runs = process.env.SOAK ? 20_000 : 400;

const dialects: fc.Arbitrary<Dialect> = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  quote: fc.constantFrom('"', "'"),
  end: fc.constantFrom("\n", "\r\n", "\r"),
  always: fc.boolean(),
  mark: fc.boolean(),
  encoding: fc.constantFrom<Encoding>("utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "windows-1251"),
});

const awkward = fc.constantFrom(
  "",
  " ",
  '"',
  "'",
  '""',
  ",",
  ";",
  "\t",
  "|",
  "\n",
  "\r\n",
  "\r",
  "\\",
  "=1",
  "a",
  "@",
  "é",
  "ß",
  "0",
);

/** Letters an encoding has; the others become a question mark, as a writer does. */
const cells = (encoding: Encoding) =>
  fc.array(fc.oneof(awkward, fc.string({ unit: "grapheme", maxLength: 4 })), { maxLength: 5 }).map((parts) => {
    const content = parts.join("").toWellFormed().replaceAll("\0", "");
    if (encoding.startsWith("utf")) return content;
    if (encoding === "iso-8859-1")
      return [...content].map((letter) => (letter.codePointAt(0)! < 256 ? letter : "?")).join("");
    return [...content].map((letter) => (single(encoding).has(letter) ? letter : "?")).join("");
  });

const tables = dialects.chain((dialect) =>
  fc.record({
    dialect: fc.constant(dialect),
    rows: fc.array(fc.array(cells(dialect.encoding), { minLength: 1, maxLength: 6 }), { maxLength: 12 }),
    part: fc.integer({ min: 1, max: 40 }),
    batch: fc.integer({ min: 1, max: 5 }),
  }),
);

function write(rows: string[][], { delimiter, quote, end, always }: Dialect): string {
  const cell = (value: string) =>
    always || value.includes(delimiter) || value.includes(quote) || /[\r\n]/.test(value)
      ? quote + value.replaceAll(quote, quote + quote) + quote
      : value;
  return rows.map((row) => row.map(cell).join(delimiter) + end).join("");
}

/** An empty line is no row; and what a mark at the beginning of a file hides is not read back. */
const told = (rows: string[][], { always }: Dialect) => rows.filter((row) => always || row.length > 1 || row[0] !== "");

async function readBack(bytes: Buffer, dialect: Dialect, from: Position, part: number, batch: number) {
  const { delimiter, quote, encoding } = dialect;
  const read: { rows: string[][]; lines: number[]; next: Position }[] = [];
  const file = fileOf(bytes, "a.csv", part);
  for await (const { rows, lines, problems, next } of readHere(
    file,
    { delimiter, quote, encoding },
    { from, rows: batch },
  )) {
    expect(problems).toEqual([]);
    read.push({ rows, lines, next });
  }
  return read;
}

test("what was written is read back, whatever the dialect, the encoding and the parts it comes in", async () => {
  await fc.assert(
    fc.asyncProperty(tables, async ({ dialect, rows, part, batch }) => {
      fc.pre(!rows[0]?.[0]?.startsWith("\uFEFF") && !/^sep=.?$/i.test(rows[0]?.join("") ?? ""));
      const bytes = encode(write(rows, dialect), dialect.encoding, dialect.mark);
      const read = await readBack(bytes, dialect, start, part, batch);
      expect(read.flatMap((one) => one.rows)).toEqual(told(rows, dialect));
    }),
    { numRuns: runs },
  );
});

test("a reading that was cut after any batch and resumed equals one that was not", async () => {
  await fc.assert(
    fc.asyncProperty(tables, fc.nat(), async ({ dialect, rows, part, batch }, cut) => {
      fc.pre(!rows[0]?.[0]?.startsWith("\uFEFF") && !/^sep=.?$/i.test(rows[0]?.join("") ?? ""));
      const bytes = encode(write(rows, dialect), dialect.encoding, dialect.mark);
      const whole = await readBack(bytes, dialect, start, part, batch);
      fc.pre(whole.length > 0);
      const at = cut % whole.length;
      const rest = await readBack(bytes, dialect, whole[at]!.next, part, batch);
      const both = [...whole.slice(0, at + 1), ...rest];
      expect(both.flatMap((one) => one.rows)).toEqual(whole.flatMap((one) => one.rows));
      expect(both.flatMap((one) => one.lines)).toEqual(whole.flatMap((one) => one.lines));
    }),
    { numRuns: runs },
  );
});
