/** E-mail addresses and phone numbers: what is one, what was probably meant, and the short way to the same answer. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeEmail, normalizePhone } from "@/lib/contacts/identity";
import { Meaning, plan } from "@/lib/imports/meaning";
import { mailboxOf } from "@/lib/imports/meaning/mailbox";
import { readPhone } from "@/lib/imports/meaning/phones";

const judgeEmail = (cell: string) => plan(Meaning.parse({ columns: [{ field: "email" }] }))([cell]);

test.each([
  [" Mira.Holt+News@Example.COM ", "mira.holt+news@example.com"],
  ["o'neil@b.co.uk", "o'neil@b.co.uk"],
  ["zoë@münchen.de", "zoë@münchen.de"],
  ["a@xn--mnchen-3ya.de", "a@xn--mnchen-3ya.de"],
  ["用户@例子.公司", "用户@例子.公司"],
  ["Cafe\u0301@b.de", "café@b.de"],
])("%j is an address", (typed, key) => {
  expect(normalizeEmail(typed)).toBe(key);
});

test.each([
  "",
  "a",
  "a@b",
  "@b.de",
  "a@",
  "a b@c.de",
  "a@b..de",
  ".a@b.de",
  "a.@b.de",
  "a..b@c.de",
  "a@-b.de",
  "a@b-.de",
  "a@b.c",
  "a@1.2.3.4",
  "a@b.de,c@d.de",
  "a@b@c.de",
  "<a@b.de>",
  `${"a".repeat(65)}@b.de`,
  `a@${"b.".repeat(130)}de`,
  "a\0@b.de",
])("%j is none", (typed) => expect(normalizeEmail(typed)).toBeNull());

test.each([
  ["gamil.com", "gmail.com"],
  ["gmail.con", "gmail.com"],
  ["gmial.com", "gmail.com"],
  ["hotmial.com", "hotmail.com"],
  ["yaho.com", "yahoo.com"],
  ["outlok.com", "outlook.com"],
  ["company.con", "company.com"],
  ["gmail.com", null],
  ["mail.com", null],
  ["ymail.com", null],
  ["googlemail.com", null],
  ["hotmail.be", null],
  ["fashionhouse.com", null],
])("the domain %s was probably meant to be %s", (typed, meant) => {
  expect(mailboxOf(typed).domain).toBe(meant);
});

test("slips, roles and domains to throw away are shown, and the address is kept as it is", () => {
  expect(judgeEmail("Mira@gamil.com")).toMatchObject({
    row: { email: "mira@gamil.com", emailTyped: "Mira@gamil.com", hint: "mira@gmail.com", flags: [] },
  });
  expect(judgeEmail("info@b.de")).toMatchObject({ row: { hint: null, flags: ["role"] } });
  expect(judgeEmail("x@mailinator.com")).toMatchObject({ row: { flags: ["disposable"] } });
  expect(judgeEmail("Mira Holt <mira@b.de>")).toMatchObject({
    row: { email: "mira@b.de", emailTyped: "mira@b.de" },
  });
});

test("what calls another country from Israel is no number at home", () => {
  expect(readPhone("01350000", "IL")).toBe(normalizePhone("01350000", "IL"));
});

const countries = fc.constantFrom(
  "DE",
  "AT",
  "CH",
  "FR",
  "IT",
  "GB",
  "US",
  "CA",
  "AR",
  "MX",
  "BR",
  "RU",
  "KZ",
  "PL",
  "CZ",
  "NL",
  "SE",
  "FI",
  "ES",
  "PT",
  "TR",
  "JP",
  "CN",
  "IN",
  "AU",
  "NZ",
  "ZA",
  "IL",
  "UA",
  "HU",
  "GG",
  null,
);
const codes = [
  "49",
  "43",
  "41",
  "33",
  "39",
  "44",
  "1",
  "54",
  "52",
  "55",
  "7",
  "48",
  "420",
  "31",
  "46",
  "358",
  "34",
  "351",
  "90",
  "81",
  "86",
  "91",
  "61",
  "64",
  "27",
  "972",
  "380",
  "36",
  "800",
  "999",
  "0",
];
const typedPhones = fc
  .tuple(
    fc.constantFrom("", "+", "00", "0", "8", "1"),
    fc.constantFrom("", ...codes),
    fc.stringMatching(/^\d{0,14}$/),
    fc.constantFrom("", " ", "-", "/", ".", " / "),
    fc.nat(12),
  )
  .map(
    ([begin, code, digits, sign, at]) =>
      `${begin}${code}${sign && digits ? digits.slice(0, at) + sign + digits.slice(at) : digits}`,
  );

test("the short way to a phone number never differs from the rule of the house", () => {
  fc.assert(
    fc.property(typedPhones, countries, (typed, country) => {
      expect(readPhone(typed, country)).toBe(normalizePhone(typed, country));
    }),
    { numRuns: process.env.SOAK ? 500_000 : 5000 },
  );
});
