/** What pickers offer and what things are called, from the merchant's own data and nobody else's. */
import { beforeAll, describe, expect, test } from "vitest";
import { fields, standard } from "@/lib/segments/catalogue";
import { catalogueOf } from "@/lib/segments/catalogue/custom";
import type { Field, Property } from "@/lib/segments/catalogue/field";
import { namesFor, offerValues } from "@/lib/segments/catalogue/values";
import { readDefinition } from "@/lib/segments/definition";
import { print } from "@/lib/segments/text";
import { parse } from "@/lib/segments/text-parse";
import { summary } from "@/lib/segments/words";
import { type Ctx, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makeOrganization } from "../support/organization";
import { type Cast, makeCast } from "../support/segment-cast";

useTestDatabase();

let cast: Cast;
let ctx: Ctx;
let stranger: Ctx;
beforeAll(async () => {
  cast = await makeCast();
  ctx = { orgId: cast.orgId, actor: { kind: "operator", name: "test" } };
  stranger = await makeOrganization("Strangers");
});

const live = (of: Field | Property) => "live" in of && of.live !== undefined;
const asked = fields.flatMap((field) => [
  ...(live(field) ? [{ field: field.key }] : []),
  ...(field.type === "events"
    ? Object.entries(field.source.properties).flatMap(([property, of]) =>
        live(of) ? [{ field: field.key, property }] : [],
      )
    : []),
]);

describe("values for pickers", () => {
  test.each(asked)("are offered of $field $property, and none of them to strangers", async (one) => {
    const offered = await offerValues(ctx, one);
    for (const { value, label } of offered) {
      expect(value).toEqual(expect.any(String));
      expect(label).toEqual(expect.any(String));
    }
    expect(await offerValues(stranger, one)).toEqual([]);
  });

  test("are those that hold what was typed, the most used first, at most 20", async () => {
    expect(await offerValues(ctx, { field: "city", q: "ADA" })).toEqual([{ value: "Ada city", label: "Ada city" }]);
    expect(await offerValues(ctx, { field: "tag" })).toEqual(
      cast.ids.tags.map((value, n) => ({ value, label: `Tag ${n + 1}` })),
    );
    expect(await offerValues(ctx, { field: "ordered", property: "product", q: "pillar" })).toHaveLength(3);
    expect(await offerValues(ctx, { field: "source", q: "csv" })).toEqual([{ value: "csv", label: "A CSV file" }]);
    expect(await offerValues(ctx, { field: "city", q: "%" })).toEqual([]);
    await expect(offerValues(ctx, { field: "nothing" })).rejects.toThrow("no such field");
    await expect(offerValues(ctx, { field: "ordered", property: "toString" })).rejects.toThrow("no such field");
  });
});

describe("names", () => {
  test("stand in the text in place of ids, and lead back to them", async () => {
    const product = `${cast.ids.stores[0]}:p0`;
    const definition = readDefinition({
      include: {
        all: [
          { field: "tag", operator: "any", value: [cast.ids.tags[0]!] },
          { field: "imported-from", operator: "none", value: ["shopify", cast.ids.stores[1]!, cast.ids.imports[0]!] },
          { field: "product-bought", operator: "any", value: [product] },
        ],
      },
    });
    const names = await transact(ctx, (ctx) => namesFor(ctx, standard, definition));
    const text = print(definition, standard, names);
    expect(text).toContain('tag any of ("Tag 1")');
    expect(text).toContain('imported-from none of ("shopify", "Store 2", "people.csv · 22 Nov 2026, 09:05")');
    expect(parse(text, standard, names)).toEqual(definition);
    expect(summary(definition, standard, names)).toBe(
      "Tag is “Tag 1”, and imported from is none of “shopify”, “Store 2” or “people.csv · 22 Nov 2026, 09:05”, and product ever bought is “Pillar · Store 1”.",
    );
    const theirs = await transact(stranger, (ctx) => namesFor(ctx, standard, definition));
    expect(summary(definition, standard, theirs)).toContain("Tag is a tag that is gone");
  });

  test("of a merchant's own fields are theirs alone", async () => {
    const own = await transact(ctx, (ctx) => catalogueOf(ctx));
    const definition = parse('own "Own text" is "Ada own"', own);
    expect(definition.include).toMatchObject({ field: `own:${cast.own[0]!.publicId}` });
    expect(print(definition, own)).toBe('own "Own text" is "Ada own"');
    const theirs = await transact(stranger, (ctx) => catalogueOf(ctx));
    expect(theirs.size).toBe(standard.size);
    expect(() => readDefinition(definition, theirs)).toThrow("there is no field");
  });
});
