/** The laws of segments: a condition and its opposite are the whole, and SQL finds whom plain TypeScript finds. */
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { predicate } from "@/lib/segments/compile";
import type { Definition } from "@/lib/segments/definition";
import { useTestDatabase } from "../support/db";
import { definitions, leafOf } from "../support/segment-drawn";
import { asked, byHand, dayIn, momentOf, moments, type Place, placeOf, zones } from "../support/segment-place";

useTestDatabase();

let places: Place[];

beforeAll(async () => {
  places = await Promise.all(zones.map((zone, n) => placeOf(zone, 40 + n)));
});

/** A place, a moment, and a definition drawn from what is there. */
const drawn = fc.tuple(fc.integer({ min: 0, max: zones.length - 1 }), fc.constantFrom(...moments)).chain(([at, now]) =>
  fc.record({
    place: fc.constant(places[at]!),
    now: fc.constant(now),
    definition: definitions(places[at]!.fields, places[at]!.pool),
  }),
);

const runs = (usual: number) => ({ numRuns: process.env.SOAK ? usual * 20 : usual, endOnFailure: true });
/** Milliseconds: thousands of statements, which a busy machine may be slow at. */
const patience = process.env.SOAK ? 3_600_000 : 900_000;

describe("segments", () => {
  test(
    "each dimension alone finds whom the rows by hand give",
    async () => {
      const wrong: string[] = [];
      for (const [n, place] of places.entries()) {
        for (const [m, field] of [...place.fields.values()].entries()) {
          if (!process.env.SOAK && m % zones.length !== n) continue;
          const now = moments[(m + n) % moments.length]!;
          const today = await dayIn(place.zone, now);
          const leaves = fc.sample(leafOf(field, place.pool), { numRuns: process.env.SOAK ? 100 : 8, seed: 7 });
          const each = leaves.map(
            (include) => sql`coalesce(jsonb_agg(c.public_id order by c.public_id::text)
              filter (where ${predicate({ include }, momentOf(place, now))}), '[]')`,
          );
          const { found } = await asked<{ found: string[][] }>(
            place,
            sql`jsonb_build_array(${sql.join(each, sql`, `)}) as found`,
          );
          leaves.forEach((include, n) => {
            const expected = byHand(place, { include }, today);
            if (expected.join() === found[n]!.join()) return;
            wrong.push(`${place.zone} ${now} ${JSON.stringify(include)}: ${found[n]!.length} for ${expected.length}`);
          });
        }
      }
      expect(wrong).toEqual([]);
    },
    patience,
  );

  test(
    "a definition and its opposite are everybody, none is unknown, and SQL finds whom the rows by hand give",
    async () => {
      let [some, none] = [0, 0];
      await fc.assert(
        fc.asyncProperty(
          fc.constant(0).chain(() => drawn),
          async ({ place, now, definition }) => {
            const at = momentOf(place, now);
            const found = await asked<{ ids: string[]; not: number; unknown: number }>(
              place,
              sql`
          coalesce(jsonb_agg(c.public_id order by c.public_id::text) filter (where ${predicate(definition, at)}), '[]') as ids,
          (count(*) filter (where ${predicate(opposite(definition), at)}))::int as not,
          (count(*) filter (where ${predicate(definition, at)} is null))::int as unknown`,
            );
            expect(found.unknown).toBe(0);
            expect(found.ids.length + found.not).toBe(place.people.length);
            expect(found.ids).toEqual(byHand(place, definition, await dayIn(place.zone, now)));
            if (found.ids.length > 0 && found.not > 0) some++;
            else none++;
          },
        ),
        runs(1000),
      );
      expect(some).toBeGreaterThan(none / 3);
    },
    patience,
  );
});

/** Nobody of the exclude block, and nobody of the include block's rest. */
function opposite({ include, exclude }: Definition): Definition {
  return { include: { not: exclude ? { all: [include, { not: exclude }] } : include } };
}
