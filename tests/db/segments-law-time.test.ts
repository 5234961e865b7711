/** Segments as time goes on, groups turned inside out, and why somebody is in: held against the same evaluators. */
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { anyOf, predicate, reads, turns } from "@/lib/segments/compile";
import { type Definition, leavesOf, type Node } from "@/lib/segments/definition";
import { judged, verdictsOf, why } from "@/lib/segments/why";
import { useTestDatabase } from "../support/db";
import { definitions, leaves, nodes } from "../support/segment-drawn";
import { asked, momentOf, moments, type Place, placeOf } from "../support/segment-place";

useTestDatabase();

let place: Place;

beforeAll(async () => {
  place = await placeOf("Pacific/Chatham", 60);
});

const runs = (usual: number) => ({ numRuns: process.env.SOAK ? usual * 20 : usual, endOnFailure: true });
/** Milliseconds: hundreds of statements, which a busy machine may be slow at. */
const patience = process.env.SOAK ? 3_600_000 : 600_000;

describe("segments", () => {
  test(
    "who is in at one moment and not at another is among those whom time moved",
    async () => {
      let moved = 0;
      const isTimed = (definition: Definition) => reads(definition, place.fields).timed;
      const two = fc.uniqueArray(fc.constantFrom(...moments, "2026-11-23T12:00:00Z"), { minLength: 2, maxLength: 2 });
      const some = fc
        .constant(0)
        .chain(() => fc.array(definitions(place.fields, place.pool).filter(isTimed), { minLength: 1, maxLength: 3 }));
      await fc.assert(
        fc.asyncProperty(some, two, async (some, [one, other]) => {
          const [before, after] = [momentOf(place, one!), momentOf(place, other!)];
          const turned = anyOf(turns(some, before, after)) ?? sql`false`;
          const changed = some.map((each) => sql`(${predicate(each, before)}) <> (${predicate(each, after)})`);
          const found = await asked<{ changed: number; missed: number }>(
            place,
            sql`(count(*) filter (where ${sql.join(changed, sql` or `)}))::int as changed,
              (count(*) filter (where (${sql.join(changed, sql` or `)}) and not ${turned}))::int as missed`,
          );
          expect(found.missed).toBe(0);
          moved += found.changed;
        }),
        runs(150),
      );
      expect(moved).toBeGreaterThan(20);
    },
    patience,
  );

  test(
    "not all is any not, and not any is all not",
    async () => {
      const pair = fc.constant(0).chain(() => {
        const node = nodes(leaves(place.fields, place.pool));
        return fc.array(node, { minLength: 2, maxLength: 4 });
      });
      await fc.assert(
        fc.asyncProperty(pair, fc.constantFrom(...moments), async (some, now) => {
          const holds = (include: Node) => predicate({ include }, momentOf(place, now));
          const each = some.map((one) => ({ not: one }));
          const found = await asked<{ differ: number }>(
            place,
            sql`(count(*) filter (where ${holds({ not: { all: some } })} <> ${holds({ any: each })}
              or ${holds({ not: { any: some } })} <> ${holds({ all: each })}))::int as differ`,
          );
          expect(found.differ).toBe(0);
        }),
        runs(150),
      );
    },
    patience,
  );

  test(
    "why somebody is in names each condition's verdict, and together they decide",
    async () => {
      const some = fc.constant(0).chain(() => definitions(place.fields, place.pool));
      await fc.assert(
        fc.asyncProperty(some, fc.constantFrom(...moments), async (definition, now) => {
          const at = momentOf(place, now);
          const { people } = await asked<{ people: { holds: boolean; verdicts: boolean[] }[] }>(
            place,
            sql`jsonb_agg(jsonb_build_object('holds', ${predicate(definition, at)}, 'verdicts', ${verdictsOf(definition, at)})) as people`,
          );
          for (const { holds, verdicts } of people) {
            expect(verdicts).toHaveLength(leavesOf(definition).length);
            expect(judged(definition, verdicts, false).holds).toBe(holds);
            expect(judged(definition, verdicts, true).holds).toBe(false);
          }
        }),
        runs(60),
      );
    },
    patience,
  );

  test("why is answered for one contact, and for nobody of another organization", async () => {
    const { orgId, people } = place;
    const ctx = { orgId, actor: { kind: "operator", name: "test" } } as const;
    const [person] = people;
    const definition = {
      include: {
        any: [
          { field: "email", operator: "set" },
          { field: "email", operator: "unset" },
        ],
      },
    };
    const answer = await why(ctx, { contact: person!.id, definition });
    expect(answer.holds).toBe(true);
    expect(answer.include).toMatchObject({ any: [{ leaf: { operator: "set" } }, { leaf: { operator: "unset" } }] });
    await expect(why({ ...ctx, orgId: orgId + 1 }, { contact: person!.id, definition })).rejects.toThrow(
      "does not exist",
    );
  });
});
