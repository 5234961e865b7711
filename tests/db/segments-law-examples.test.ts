/** An example of each dimension with each of its operators, found among four people whose rows are written by hand. */
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { fields } from "@/lib/segments/catalogue";
import { withOwn } from "@/lib/segments/catalogue/custom";
import type { Field } from "@/lib/segments/catalogue/field";
import { predicate, universe } from "@/lib/segments/compile";
import { transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { type Cast, makeCast, names } from "../support/segment-cast";
import { examplesOf, operatorsOf } from "../support/segment-examples";

useTestDatabase();

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

const own = ["text", "number", "date", "boolean"].map((type) => `own ${type}`);

describe("whom it finds among Ada, Ben, Cyd and Dan", () => {
  test.each([...fields.map(({ key }) => key), ...own])("%s, with each of its operators", async (name) => {
    const catalogue = withOwn(cast.own);
    const field = [...catalogue.values()].find(
      ({ key, family, label }) => key === name || (family === "own" && label.toLowerCase() === name),
    );
    const examples = examplesOf(field as Field, cast);
    expect(new Set(examples.map(({ leaf }) => leaf.operator))).toEqual(new Set(operatorsOf(field as Field)));
    const at = {
      orgId: cast.orgId,
      timeZone: "Europe/Berlin",
      now: new Date("2026-11-22T12:00:00Z"),
      fields: catalogue,
    };
    const each = examples.map(
      ({ leaf }) =>
        sql`coalesce(jsonb_agg(c.public_id order by c.id) filter (where ${predicate({ include: leaf }, at)}), '[]')`,
    );
    const [row] = await transact({ orgId: cast.orgId, actor: { kind: "operator", name: "test" } }, (ctx) =>
      ctx.db.execute<{ found: string[][] }>(sql`select jsonb_build_array(${sql.join(each, sql`, `)}) as found
        from contacts c join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id where ${universe(cast.orgId)}`),
    );
    const found = examples.map(({ leaf }, n) => [
      JSON.stringify(leaf),
      names.filter((one) => row!.found[n]!.includes(cast.people[one])),
    ]);
    expect(found).toEqual(
      examples.map(({ leaf, finds }) => [JSON.stringify(leaf), names.filter((one) => finds.includes(one))]),
    );
  });
});
