/** What the reference for developers shows: it is true of the house, and runs as it is copied. */
import { describe, expect, test } from "vitest";
import { conditionsInWords, valuesTaken } from "@/lib/api/conditions";
import { newSecret, signed } from "@/lib/endpoints/sign";
import { verifying } from "@/lib/endpoints/verifying";
import { fields } from "@/lib/segments/catalogue";
import type { Takes } from "@/lib/segments/catalogue/operators";
import { readDefinition } from "@/lib/segments/definition";
import { problemOf } from "@/lib/segments/definition-values";

const conditions = conditionsInWords().flatMap(({ conditions }) => conditions);

describe("the conditions of segments", () => {
  test("are told of every field once", () => {
    expect(conditions.map(({ field }) => field).sort()).toEqual(fields.map(({ key }) => key).sort());
  });

  test.each(conditions.map((one) => [one.field, one] as const))("the example of %s is taken", (field, { example }) => {
    expect(readDefinition({ include: JSON.parse(JSON.stringify(example)) }).include).toMatchObject({ field });
  });
});

test("a value of each kind is one that its operators take", () => {
  const wrong = Object.entries(valuesTaken).map(([takes, value]) => problemOf(takes as Takes, value ?? undefined));
  expect(wrong.filter((problem) => problem !== null)).toEqual([]);
});

test("the lines that check a message believe ours, and no changed, old or foreign one", async () => {
  const address = `data:text/javascript,${encodeURIComponent(verifying)}`;
  const { isGenuine } = await import(/* @vite-ignore */ address);
  const [secret, body] = [newSecret(), JSON.stringify({ type: "test" })];
  const headers = signed(secret, "msg_1", body);
  expect(isGenuine(secret, headers, body)).toBe(true);
  expect(isGenuine(secret, headers, `${body} `)).toBe(false);
  expect(isGenuine(newSecret(), headers, body)).toBe(false);
  expect(isGenuine(secret, signed(secret, "msg_1", body, new Date(Date.now() - 400_000)), body)).toBe(false);
  expect(isGenuine(secret, {}, body)).toBe(false);
});
