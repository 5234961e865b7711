/** A column that asks who said no is never taken for one that asks who said yes. */
import { expect, test } from "vitest";
import { type Field, guessColumns, Meaning, plan, propose } from "@/lib/imports/meaning";
import { guessRefused, isRefusal } from "@/lib/imports/meaning/refusals";

const answers = [["true"], ["No"], ["1"], ["0"]];

test.each([
  "Unsubscribed",
  "Unsubscribed from newsletter",
  "Email Opt Out",
  "HasOptedOutOfEmail",
  "newsletter_optout",
  "Opted out",
  "No newsletter",
  "Do not email",
  "Email bounced",
  "Newsletter abgemeldet",
  "Kein Newsletter",
  "Désinscrit newsletter",
  "Disiscritto",
  "Dado de baja",
  "Wypisany",
  "Отписан",
  "配信停止",
])("below %s a yes lowers, and a no tells nothing", (header) => {
  const { column, told } = guessColumns([header], answers)[0]!;
  expect(column).toMatchObject({
    field: "emailConsent",
    words: { true: "unsubscribed", no: "nothing", "1": "unsubscribed", "0": "nothing", yes: "unsubscribed" },
  });
  expect(Object.values(column.words!)).not.toContain("subscribed");
  expect(told).toBe("A yes in this column is read as unsubscribed.");
  expect(propose(header, ["yes"]).emailConsent.column.words).toMatchObject({ yes: "unsubscribed" });
});

test.each<[string, string[][], Field]>([
  ["SMS opt out", answers, "smsConsent"],
  ["Opt-out date", [["2024-01-02"]], "optOutAt"],
  ["Unsubscribed", [["2024-01-02 10:00"]], "optOutAt"],
  ["Unsubscribe reason", [["too many mails"]], "ignore"],
  ["Newsletter", answers, "emailConsent"],
])("%s is what its cells say", (header, rows, field) => {
  expect(guessColumns([header], rows)[0]!.column.field).toBe(field);
});

test.each(["Newsletter", "No of orders", "Opt-in", "Subscribed", "Notes", "Cancelled orders"])(
  "%s asks for no refusal",
  (header) => expect(isRefusal(header)).toBe(false),
);

test("no word below such a header is taken for a consent", () => {
  expect(["Confirmed", "subscribed", "active"].map(guessRefused)).toEqual([null, null, null]);
  expect(["bounced", "unsubscribed", "pending", ""].map(guessRefused)).toEqual([
    "unsubscribed",
    "unsubscribed",
    "pending",
    "nothing",
  ]);
});

test("a word that is not known is told by the words alone, which are asked for until one is chosen", () => {
  expect(propose("Newsletter", ["vielleicht"]).emailConsent).toMatchObject({
    told: null,
    words: [{ word: "vielleicht" }],
  });
});

test("a refusal stands beside a consent, and wins", () => {
  const rows = [
    ["a@b.de", "yes", "false"],
    ["b@b.de", "yes", "true"],
  ];
  const columns = guessColumns(["Email", "Newsletter", "Unsubscribed"], rows).map(({ column }) => column);
  expect(columns.map(({ field }) => field)).toEqual(["email", "emailConsent", "emailConsent"]);
  const judge = plan(Meaning.parse({ columns }));
  expect(rows.map(judge)).toMatchObject([
    { row: { emailConsent: "subscribed" } },
    { row: { emailConsent: "unsubscribed" } },
  ]);
});

test("a header that is cut to a field's name is cut between letters", () => {
  expect(propose(`${"x".repeat(79)}😀`, []).custom.column.name).toBe("x".repeat(79));
});
