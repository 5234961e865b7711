/** What stands in an address may be anything; what is made of it is something the database can hold. */
import { expect, test } from "vitest";
import { SignUp } from "@/lib/forms/given";
import { Moment } from "@/lib/inputs";

test.each(["2026-11-22T15:00:00.123Z", "0001-01-01T00:00:00Z", "9999-12-31"])("%s is a moment", (text) => {
  expect(Moment.parse(text).toISOString()).toMatch(/^\d{4}-/);
});

test.each(["275760-09-13", "0000-12-31T23:59:59Z", "-000001-01-01T00:00:00Z", "infinity", "x", ""])(
  "%j is none that Postgres can hold",
  (text) => {
    expect(Moment.safeParse(text).success).toBe(false);
  },
);

test("a form that was open in a shop while we were updated still signs up", () => {
  const { framed } = SignUp.shape;
  expect(["dark", "", undefined, "on"].map((said) => framed.parse(said))).toEqual(["dark", "", "", "unsaid"]);
});
