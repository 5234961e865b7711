/** What a row becomes: names, numbers, days, consent; and why a row is no contact. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Column, type Judged, Meaning, plan, reasons, sentences } from "@/lib/imports/meaning";
import { momentOf, readDate } from "@/lib/imports/meaning/dates";
import { readNumber } from "@/lib/imports/meaning/numbers";
import { readCountry, readLanguage } from "@/lib/imports/meaning/places";
import { several, splitName } from "@/lib/imports/meaning/text";

const judge = (columns: Column[], cells: string[], more: Partial<Meaning> = {}): Judged =>
  plan(Meaning.parse({ columns, ...more }))(cells);

const email: Column = { field: "email" };

test.each([
  ["1.234,50 €", ",", "1234.50"],
  ["$1,234.50", ".", "1234.50"],
  ["1 234,5", ",", "1234.5"],
  ["1'234.50", ".", "1234.50"],
  ["EUR 12", ".", "12"],
  ["(5.00)", ".", "-5.00"],
  ["-0,00", ",", "0.00"],
  ["007", ".", "7"],
  ["12,345,678", ".", "12345678"],
  [".5", ".", "0.5"],
  ["12345678901234567890.123456789", ".", "12345678901234567890.123456789"],
  ["1,5", ".", null],
  ["12,50", ".", null],
  ["1,00,000", ".", "100000"],
  ["abc", ".", null],
  ["1e5", ".", null],
  ["-", ".", null],
] as const)("the amount %j with %j is %s", (typed, decimals, amount) => {
  expect(readNumber(typed, decimals)).toBe(amount);
});

test("moments without a zone are of the merchant's, also across the change of summer time", () => {
  const at = (text: string, zone: string) => momentOf(readDate(text, "iso")!, zone);
  expect(at("2024-07-01 12:00", "Europe/Berlin")).toBe("2024-07-01T10:00:00.000Z");
  expect(at("2024-01-01 12:00:30", "Europe/Berlin")).toBe("2024-01-01T11:00:30.000Z");
  expect(at("2024-03-31 01:59", "Europe/Berlin")).toBe("2024-03-31T00:59:00.000Z");
  expect(at("2024-03-31 03:00", "Europe/Berlin")).toBe("2024-03-31T01:00:00.000Z");
  expect(at("2024-01-01T12:00:00+05:30", "Europe/Berlin")).toBe("2024-01-01T06:30:00.000Z");
  expect(momentOf(readDate("1/2/2024 3:04 PM", "mdy")!, "UTC")).toBe("2024-01-02T15:04:00.000Z");
});

test("a separator in quotes parts no tag", () => {
  expect(several('"VIP, gold", "Fair"', ",", 80)).toEqual(["VIP, gold", "Fair"]);
  expect(several('["VIP, gold", "Fair"', ",", 80)).toEqual(['["VIP', 'gold"', "Fair"]);
  expect(several('"a|b"|c||5" nail', "|", 80)).toEqual(["a|b", "c", '5" nail']);
});

test.each(["2023-02-29", "2024-13-01", "2024-00-10", "24-1-1", "2024-01-01 25:00", "tomorrow", ""])(
  "%j is no date",
  (text) => {
    expect(readDate(text, "iso")).toBeNull();
  },
);

test.each([
  ["Germany", "DE"],
  ["deutschland", "DE"],
  ["Allemagne", "DE"],
  ["Германия", "DE"],
  ["ドイツ", "DE"],
  ["德国", "DE"],
  ["de", "DE"],
  ["DEU", "DE"],
  ["USA", "US"],
  ["U.K.", "GB"],
  ["Türkiye", "TR"],
  ["Côte d’Ivoire", "CI"],
  ["South Korea", "KR"],
  ["Atlantis", null],
  ["xx", null],
])("%s is the country %s", (text, code) => {
  expect(readCountry(text)).toBe(code);
});

test.each([
  ["German", "de"],
  ["deutsch", "de"],
  ["pt_BR", "pt-BR"],
  ["deu", "de"],
  ["français", "fr"],
  ["日本語", "ja"],
  ["qqq", null],
])("%s is the language %s", (text, code) => {
  expect(readLanguage(text)).toBe(code);
});

test.each([
  ["Mira Holt", "Mira", "Holt"],
  ["Holt, Mira", "Mira", "Holt"],
  ["Ana van der Berg", "Ana", "van der Berg"],
  ["Ana María López", "Ana María", "López"],
  ["山田 太郎", "太郎", "山田"],
  ["Madonna", "Madonna", ""],
])("the name %s", (name, first, last) => {
  expect(splitName(name)).toEqual({ first, last });
});

const consent: Column[] = [
  email,
  { field: "emailConsent", words: { ja: "subscribed", nein: "unsubscribed", nie: "never", "?": "nothing" } },
  { field: "optInAt", dates: "iso" },
  { field: "optOutAt", dates: "iso" },
];

test.each([
  ["ja", "", "", "subscribed"],
  ["NEIN", "", "", "unsubscribed"],
  ["nie", "", "", null],
  ["nie", "2024-01-01", "", null],
  ["", "2024-01-01", "", null],
  ["ja", "2024-01-01", "2024-02-01", "unsubscribed"],
  ["ja", "2024-03-01", "2024-02-01", "subscribed"],
  ["nein", "2024-03-01", "2024-02-01", "unsubscribed"],
  ["?", "", "2024-02-01", "unsubscribed"],
])("the word %j with opt-in %j and opt-out %j says %s", (word, into, out, state) => {
  expect(judge(consent, ["a@b.de", word, into, out])).toMatchObject({ row: { emailConsent: state } });
});

test("dates alone say who is subscribed, the newest wins", () => {
  const columns = [email, ...consent.slice(2)];
  expect(judge(columns, ["a@b.de", "2024-01-01", ""])).toMatchObject({ row: { emailConsent: "subscribed" } });
  expect(judge(columns, ["a@b.de", "2024-01-01", "2024-01-02"])).toMatchObject({
    row: { emailConsent: "unsubscribed" },
  });
  expect(judge(columns, ["a@b.de", "", ""])).toMatchObject({ row: { emailConsent: null } });
});

test("a word nobody gave a meaning rejects the row, whatever is left out", () => {
  expect(judge(consent, ["a@b.de", "vielleicht"], { unreadable: "leave-out" })).toEqual({
    reject: { column: 1, reason: "consent" },
  });
});

test("a list of another tool only lowers consent", () => {
  const row = ["a@b.de", "ja", "2024-01-01", ""];
  expect(judge(consent, row, { kind: "unsubscribed" })).toMatchObject({
    row: { emailConsent: "unsubscribed", optInAt: null, suppressed: null },
  });
  expect(judge(consent, row, { kind: "suppressed", reason: "bounce" })).toMatchObject({
    row: { emailConsent: "unsubscribed", suppressed: "bounce" },
  });
  expect(judge([{ field: "phone" }], ["+491705550101"], { kind: "unsubscribed" })).toMatchObject({
    row: { smsConsent: "unsubscribed", emailConsent: null },
  });
});

const person: Column[] = [email, { field: "phone" }, { field: "country" }, { field: "birthday", dates: "dmy" }];

test.each([
  [["", "", "", ""], null, "empty"],
  [[" ", "-", "n/a"], null, "empty"],
  [["", "", "Germany", ""], null, "nobody"],
  [["a@b", "", "", ""], 0, "email"],
  [["a@b.de; c@d.de", "", "", ""], 0, "two-emails"],
  [["a@b.de", "12", "DE", ""], 1, "phone"],
  [["a@b.de", "0170 5550101", "", ""], 1, "phone"],
  [["a@b.de", "+49 170 5550101, +49 170 5550102", "", ""], 1, "two-phones"],
  [["a@b.de", "", "Atlantis", ""], 2, "country"],
  [["a@b.de", "", "", "31.12.2999"], 3, "birthday"],
  [["a@b.de", "", "", "12/31/1988"], 3, "birthday"],
] as const)("the row %j is rejected at %s for %s", (cells, column, reason) => {
  expect(judge(person, [...cells])).toEqual({ reject: { column, reason } });
});

test("a row's own country reads its number, though it stands behind it", () => {
  expect(judge(person, ["a@b.de", "0170 5550101", "Deutschland", "12.04.88"])).toMatchObject({
    row: { phone: "+491705550101", country: "DE", birthday: "1988-04-12" },
  });
});

test("cells that cannot be read are left out where the merchant says so, and told", () => {
  const judged = judge(person, ["a@b.de", "12", "Atlantis", ""], { unreadable: "leave-out" });
  expect(judged).toMatchObject({
    row: {
      email: "a@b.de",
      phone: null,
      leftOut: [
        { column: 2, reason: "country" },
        { column: 1, reason: "phone" },
      ],
    },
  });
  expect(judge(person, ["", "12", "", ""], { unreadable: "leave-out" })).toEqual({
    reject: { column: 1, reason: "phone" },
  });
});

test("texts are tidy: one line, no unseen signs, no NUL, and within what their field holds", () => {
  const columns: Column[] = [
    email,
    { field: "firstName" },
    { field: "tags", between: ";" },
    { field: "custom", name: "__proto__" },
  ];
  expect(judge(columns, ["a@b.de", " Mi\0ra\r\nA\u202Enna\uD800 ", "VIP; vip ;;Fair", "x"])).toMatchObject({
    row: { firstName: "Mi ra Anna", tags: ["VIP", "Fair"] },
  });
  expect(judge(columns, ["a@b.de", "x".repeat(101)])).toEqual({ reject: { column: 1, reason: "text" } });
  const judged = judge(columns, ["a@b.de", "", "", "x"]);
  expect("row" in judged && JSON.stringify(judged.row.custom)).toBe('{"__proto__":"x"}');
});

test("whatever stands in a row, it is a contact or rejected for a reason that has a sentence", () => {
  const columns: Column[] = [
    ...consent,
    ...person.slice(1),
    { field: "fullName" },
    { field: "language" },
    { field: "lists", between: "json" },
    { field: "custom", name: "n", type: "number" },
  ];
  const judgeAny = plan(Meaning.parse({ columns, country: "DE", zone: "America/New_York" }));
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.constantFrom("a@b.de", "ja", "2024-01-01", "[']", "+49 170 5550101"),
        ),
        { maxLength: 14 },
      ),
      (cells) => {
        const judged = judgeAny(cells);
        if ("row" in judged) expect(judged.row.email ?? judged.row.phone).not.toBeNull();
        else expect(sentences[judged.reject.reason]).toMatch(/\.$/);
      },
    ),
    { numRuns: 2000 },
  );
  expect(Object.keys(sentences).sort()).toEqual([...reasons].sort());
});
