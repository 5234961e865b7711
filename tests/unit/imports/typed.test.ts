/** Cells as people, spreadsheets and other programs write them. */
import { expect, test } from "vitest";
import { normalizePhone } from "@/lib/contacts/identity";
import { type Column, guessDates, Meaning, plan, recognise } from "@/lib/imports/meaning";
import { guessConsent } from "@/lib/imports/meaning/choices";
import { momentOf, readDate } from "@/lib/imports/meaning/dates";
import { mailboxOf } from "@/lib/imports/meaning/mailbox";
import { guessDecimals, readNumber } from "@/lib/imports/meaning/numbers";

const judge = (columns: Column[], cells: string[], more: Partial<Meaning> = {}) =>
  plan(Meaning.parse({ columns, ...more }))(cells);
const email: Column = { field: "email" };

test.each(["MAILTO:a@b.de", "mailto:a@b.de?subject=Hello", "\u202Aa@b.de\u202C", "a@b.de\u200B", "\u00A0a\u00AD@b.de"])(
  "%j is the address in it",
  (cell) => {
    expect(judge([email], [cell])).toMatchObject({ row: { email: "a@b.de", emailTyped: "a@b.de" } });
  },
);

test("signs that nobody sees keep no cell from being read, and alone are nothing", () => {
  const columns: Column[] = [
    email,
    { field: "country" },
    { field: "birthday", dates: "iso" },
    { field: "emailConsent", words: { ja: "subscribed" } },
    { field: "phone" },
  ];
  expect(judge(columns, ["a@b.de", "\u200EGermany", "1988-04-12\u200B", "ja\u200F", "\u200B"])).toMatchObject({
    row: { country: "DE", birthday: "1988-04-12", emailConsent: "subscribed", phone: null },
  });
  expect(judge(columns, ["a\u200B@b"])).toEqual({ reject: { column: 0, reason: "email" } });
});

test("a number that lost its plus in a spreadsheet keeps its country, one typed as at home stays at home", () => {
  expect(normalizePhone("491705550101", "DE")).toBe("+491705550101");
  expect(normalizePhone("49 1512 3456789", "DE")).toBe("+4915123456789");
  expect(normalizePhone("0491705550101", "DE")).toBe("+49491705550101");
  expect(normalizePhone("+49491705550101", "DE")).toBe("+49491705550101");
  expect(normalizePhone("1705550101", "DE")).toBe("+491705550101");
  expect(normalizePhone("6281234567890", "ID")).toBe("+6281234567890");
});

test("a number that a program took for a decimal has no digit more", () => {
  const phone = (cell: string) => judge([email, { field: "phone" }], ["a@b.de", cell], { country: "DE" });
  expect(phone("491705550101.0")).toMatchObject({ row: { phone: "+491705550101" } });
  expect(phone("+491705550101.0")).toMatchObject({ row: { phone: "+491705550101" } });
  expect(phone("4.91706E+11")).toEqual({ reject: { column: 1, reason: "phone" } });
});

test.each([
  ["2024-03-01 10:00:00+00", "iso", "2024-03-01T10:00:00.000Z"],
  ["2024-03-01 10:00:00.123456-05", "iso", "2024-03-01T15:00:00.000Z"],
  ["2024. 03. 01.", "ymd", "2024-02-29T23:00:00.000Z"],
  ["1-Mar-24", "words", "2024-02-29T23:00:00.000Z"],
  ["01.03.2024, 10:00 Uhr", "dmy", "2024-03-01T09:00:00.000Z"],
  ["Fri Mar 01 2024 10:00:00 GMT+0200 (Eastern European Standard Time)", "words", "2024-03-01T08:00:00.000Z"],
  ["45352.5", "excel", "2024-03-01T11:00:00.000Z"],
] as const)("%s is a moment", (cell, format, moment) => {
  expect(momentOf(readDate(cell, format)!, "Europe/Berlin")).toBe(moment);
});

test("a birthday of two digits is of the past in words too, and a year alone is no day", () => {
  expect(readDate("12-Apr-88", "words", true)).toMatchObject({ year: 1988, month: 4, day: 12 });
  expect(guessDates(["1988", "1990"])).toBeNull();
  expect(judge([email, { field: "birthday", dates: "excel" }], ["a@b.de", "1988"])).toEqual({
    reject: { column: 1, reason: "birthday" },
  });
});

test.each([
  ["R$ 1.234,50", ",", "1234.50"],
  ["12,50 kr", ",", "12.50"],
  ["1 234,50 zł", ",", "1234.50"],
  ["Rs. 1,23,456.00", ".", "123456.00"],
] as const)("%s is an amount", (cell, decimals, amount) => {
  expect(readNumber(cell, decimals)).toBe(amount);
  expect(guessDecimals([cell])).toEqual({ decimals, share: 1 });
});

test.each(["A12", "12x", "krone 5"])("%s is no amount", (cell) => expect(guessDecimals([cell])).toBeNull());

test("yes and no are understood in the languages of our merchants", () => {
  const yes = "yes ja oui sì sí sim да так tak ano evet kyllä igen ναι はい 是 adevărat".split(" ");
  const no = "no nein non não нет ні nie ne hayır ei nem όχι いいえ 否 nu nej nee niet".split(" ");
  expect(yes.map(guessConsent)).toEqual(yes.map(() => "subscribed"));
  expect(no.map(guessConsent)).toEqual(no.map(() => "unsubscribed"));
});

test("a word for nothing to which a meaning was given has that meaning", () => {
  const columns: Column[] = [email, { field: "emailConsent", words: { none: "unsubscribed", yes: "subscribed" } }];
  expect(judge(columns, ["a@b.de", "None"])).toMatchObject({ row: { emailConsent: "unsubscribed" } });
  expect(judge(columns, ["a@b.de", "n/a"])).toMatchObject({ row: { emailConsent: null } });
});

test.each(["constructor", "__proto__", "[constructor]"])(
  "%s, a word every object has by birth, says nothing",
  (word) => {
    const words = { yes: "subscribed" } as const;
    expect(judge([email, { field: "emailConsent", words }], ["a@b.de", word])).toEqual({
      reject: { column: 1, reason: "consent" },
    });
    expect(mailboxOf(`b.${word}`).domain).toBeNull();
    const header = ["Klaviyo ID", "Email", "Email Suppressions", word];
    const columns = recognise(header, [["1", "a@b.de", "[constructor]", "x"]])!.columns;
    expect(columns.map(({ field }) => field)).toEqual(["externalId", "email", "emailConsent", "ignore"]);
    expect(Object.keys(columns[2]!.words!)).not.toContain("[constructor]");
  },
);
