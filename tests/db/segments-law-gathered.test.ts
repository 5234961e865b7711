/** Many conditions judged together, of everybody and of few, find whom each finds alone. */
import { type SQL, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { predicate } from "@/lib/segments/compile";
import type { Definition } from "@/lib/segments/definition";
import { deltaOfAll, deltaOfSome, deltaOfTurned, levelsOf, withGathered } from "@/lib/segments/judge";
import { knownOf } from "@/lib/segments/known";
import type { Kept } from "@/lib/segments/stored";
import { turnedOf } from "@/lib/segments/turned";
import { type Ctx, database, type Working } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { definitions } from "../support/segment-drawn";
import { asked, momentOf, moments, type Place, placeOf, zones } from "../support/segment-place";

useTestDatabase();

let places: Place[];

beforeAll(async () => {
  places = await Promise.all(zones.slice(0, 2).map((zone, n) => placeOf(zone, 70 + n)));
});

const two = fc.uniqueArray(fc.constantFrom(...moments), { minLength: 2, maxLength: 2 });
const drawn = fc.tuple(fc.nat({ max: 1 }), two).chain(([at, [now, later]]) =>
  fc.record({
    place: fc.constant(places[at]!),
    now: fc.constant(now!),
    later: fc.constant(later!),
    many: fc.array(definitions(places[at]!.fields, places[at]!.pool), { minLength: 2, maxLength: 12 }),
  }),
);

test(
  "everybody, few and those whom time moved, judged by many conditions at once, meet what they meet one by one",
  async () => {
    let met = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constant(0).chain(() => drawn),
        async ({ place, now, later, many }) => {
          const alone = await oneByOne(place, now, many);
          met += alone.filter((one) => !one.endsWith(" ")).length;
          const { everybody, few, moved } = await atOnce(place, now, later, many);
          expect({ many, found: everybody }).toEqual({ many, found: alone });
          expect({ many, found: few }).toEqual({ many, found: alone });
          expect({ many, later, found: moved }).toEqual({ many, later, found: await oneByOne(place, later, many) });
        },
      ),
      { numRuns: process.env.SOAK ? 1000 : 4, endOnFailure: true },
    );
    expect(met).toBeGreaterThan(20);
  },
  process.env.SOAK ? 3_600_000 : 600_000,
);

/** Far from the numbers of segments that are. */
const numberOf = (n: number) => 2_000_000_000 + n;

/** "<contact> <numbers of what they meet>", in order. */
async function oneByOne(place: Place, now: string, many: Definition[]): Promise<string[]> {
  const at = momentOf(place, now);
  const each = many.map((one, n) => sql`case when ${predicate(one, at)} then ${numberOf(n)}::int end`);
  const { found } = await asked<{ found: string[] }>(
    place,
    sql`array_agg(c.id || ' ' || array_to_string(array[${sql.join(each, sql`, `)}]::int[], ',') order by c.id) as found`,
  );
  return found;
}

/** The same by what a refresh and a look at changed contacts ask, under the role for which no row is hidden. */
async function atOnce(place: Place, now: string, later: string, many: Definition[]) {
  const kept = many.map((definition, n): Kept => {
    const text = JSON.stringify(definition);
    const publicId = `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
    return { id: numberOf(n), publicId, definition, text };
  });
  const numbers = kept.map(({ id }) => id);
  return database().orm.transaction(async (db) => {
    const ctx: Ctx & Working = { orgId: place.orgId, actor: { kind: "operator", name: "test" }, db };
    const known = await knownOf(ctx, kept);
    const [at, then] = [now, later].map((moment) => ({ ...momentOf(place, moment), known })) as [Asking, Asking];
    const [[level], [after]] = [levelsOf(kept, numbers, at), levelsOf(kept, numbers, then)];
    await db.execute(sql`set local jit = off`);
    await db.execute(sql`delete from contact_segments where org_id = ${place.orgId} and segs = '{}'`);
    const ids = sql`(select array_agg(id) from contacts where org_id = ${place.orgId})`;
    const everybody = await withGathered(ctx, level!, () => asText(ctx, deltaOfAll(at, level!)));
    const few = await asText(ctx, deltaOfSome(at, level!, ids));
    const turned = turnedOf(many, at, then);
    const moved = turned ? await onTop(ctx, everybody, deltaOfTurned(then, after!, turned)) : everybody;
    return { everybody, few, moved };
  });
}

type Asking = ReturnType<typeof momentOf>;

/** What each contact meets by these rows; whoever is in none of them, what is `kept` of them. */
async function asText({ orgId, db }: Working, delta: SQL, kept = sql`'{}'::int[]`): Promise<string[]> {
  const rows = await db.execute<{ one: string }>(sql`
    select c.id || ' ' || array_to_string(coalesce(d.segs, ${kept}), ',') as one from contacts c
    left join (${delta}) d on d.contact_id = c.id
    where c.org_id = ${orgId} and c.gone_at is null and c.excluded_at is null order by c.id`);
  return rows.map(({ one }) => one);
}

/** The same where `before` is kept until then, which is forgotten afterwards. */
async function onTop(ctx: Working, before: string[], delta: SQL): Promise<string[]> {
  const rows = before.map((one) => one.split(" ")).map(([id, segs]) => ({ id: Number(id), segs: `{${segs}}` }));
  const kept = sql`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as k(id bigint, segs int[])`;
  await ctx.db.execute(sql`savepoint as_before`);
  await ctx.db.execute(sql`insert into contact_segments (org_id, contact_id, segs) select ${ctx.orgId}, id, segs from ${kept}
    on conflict (org_id, contact_id) do update set segs = contact_segments.segs || excluded.segs`);
  const found = await asText(ctx, delta, sql`(select k.segs from ${kept} where k.id = c.id)`);
  await ctx.db.execute(sql`rollback to savepoint as_before`);
  return found;
}
