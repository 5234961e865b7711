/**
 * A contacts list saved as a segment, and a segment opened as contacts: the same people, and the same words both ways.
 */

import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { countContacts, listContacts } from "@/lib/contacts/directory";
import { everything, isFiltered, type Query } from "@/lib/contacts/directory/params";
import { predicate, universe } from "@/lib/segments/compile";
import { type Definition, readDefinition } from "@/lib/segments/definition";
import { anybody, definitionOf } from "@/lib/segments/from-contacts";
import { momentOf } from "@/lib/segments/moment";
import { print } from "@/lib/segments/text";
import { parse } from "@/lib/segments/text-parse";
import { contactsOf, queryOf as openedOf } from "@/lib/segments/to-contacts";
import { type Ctx, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { organizationOfTies } from "../support/list-people";
import { type Ids, idsOf, queries, queryOf } from "../support/list-queries";

useTestDatabase();

let orgId: number;
let ids: Ids;
const ctx = (): Ctx => ({ orgId, actor: { kind: "operator", name: "test" } });

beforeAll(async () => {
  orgId = await organizationOfTies("north");
  ids = await idsOf(orgId);
});

/** Whom the definition means now, by their public ids. */
async function meant(definition: Definition): Promise<string[]> {
  const rows = await transact(ctx(), async (ctx) => {
    const condition = predicate(definition, await momentOf(ctx));
    return ctx.db.execute<{ id: string }>(sql`select c.public_id as id from contacts c
      join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id where ${universe(orgId)} and ${condition}`);
  });
  return rows.map(({ id }) => id).sort();
}

async function shown(query: Query): Promise<string[]> {
  const { rows, problems } = await listContacts(ctx(), query, 200);
  expect(problems).toEqual([]);
  return rows.map(({ id }) => id).sort();
}

/** A query as a definition knows it: without order and page, and without those who are in no segment. */
const bare = (query: Query): Query => ({ ...query, sort: "created", turned: false, cursor: null, excluded: "out" });

describe("save as segment and open as contacts", () => {
  test("mean the same people, and each is the other's inverse", async () => {
    let some = 0;
    await fc.assert(
      fc.asyncProperty(queries, async (drawn) => {
        const query = queryOf(drawn, ids);
        const definition = definitionOf(query);
        if (!definition) {
          expect(isFiltered(query)).toBe(false);
          return;
        }
        expect(readDefinition(definition)).toEqual(definition);
        expect(parse(print(definition))).toEqual(definition);
        const opened = openedOf(definition);
        expect(opened).toEqual(bare(query));
        expect(definitionOf(opened!)).toEqual(definition);
        const people = await meant(definition);
        if (people.length > 0) some++;
        expect(await shown(opened!)).toEqual(people);
        if (query.excluded === "out") expect(await shown(query)).toEqual(people);
      }),
      { numRuns: process.env.SOAK ? 3000 : 200, endOnFailure: true },
    );
    expect(some).toBeGreaterThan(40);
  });

  test("everybody but those excluded is a condition, and nothing asked for is none", async () => {
    expect(definitionOf(everything)).toBeNull();
    const definition = definitionOf({ ...everything, excluded: "out" })!;
    expect(definition).toEqual({ include: anybody });
    expect(openedOf(definition)).toEqual({ ...everything, excluded: "out" });
    expect((await meant(definition)).length).toBe(await countContacts(ctx(), { ...everything, excluded: "out" }));
  });

  test("many words to search for stay together", () => {
    const q = "a b c d e f g h i j k l m";
    const definition = definitionOf({ ...everything, q })!;
    expect(readDefinition(definition)).toEqual(definition);
    expect(openedOf(definition)?.q).toBe(q);
  });

  test.each<[string, Definition["include"], Definition["include"]?]>([
    ["a dimension that is no filter", { field: "city", operator: "is", value: "Berlin" }],
    ["an exclusion", anybody, { field: "activity", operator: "any", value: ["inactive"] }],
    ["a not", { not: { field: "activity", operator: "any", value: ["active"] } }],
    ["a choice between filters", { any: [anybody, { field: "orders", operator: ">=", value: "2" }] }],
    ["an operator no filter has", { field: "orders", operator: ">", value: "2" }],
    ["orders in parts", { field: "orders", operator: ">=", value: "1.5" }],
    [
      "the same filter twice",
      {
        all: [
          { field: "source", operator: "any", value: ["csv"] },
          { field: "source", operator: "any", value: ["api"] },
        ],
      },
    ],
    ["more than an address holds", { field: "search", operator: "matches", value: "x".repeat(150) }],
  ])("%s opens as the segment's members", (_, include, exclude) => {
    const definition = readDefinition(exclude ? { include, exclude } : { include });
    expect(openedOf(definition)).toBeNull();
    expect(contactsOf(ids.segments[0]!, definition)).toEqual({ ...everything, segments: [ids.segments[0]!] });
  });

  test("groups of “all” in each other are one list of filters", () => {
    const definition = readDefinition({
      include: {
        all: [
          { field: "created", operator: "on", value: "2026-02-03" },
          {
            all: [
              { field: "orders", operator: "=", value: "2" },
              { field: "tag", operator: "all", value: [ids.tags[0]!] },
            ],
          },
        ],
      },
    });
    expect(openedOf(definition)).toEqual({
      ...everything,
      excluded: "out",
      created: { is: "between", from: "2026-02-03", to: "2026-02-03" },
      orders: { min: "2", max: "2" },
      tags: [ids.tags[0]!],
      tagged: "all",
    });
  });
});
