/** Asks contacts which segments they are in, all segments in one pass; keeping.ts keeps what differs. */
import { type SQL, sql } from "drizzle-orm";
import { errorFacts, log } from "@/lib/log";
import type { Working } from "@/lib/tenancy";
import { dayAt } from "../calendar";
import { type Moment, predicate, universe } from "./compile";
import { inSteps } from "./definition-circle";
import { columnsOf, gatheredOf, joinsOf, newGathering, textOf } from "./gather";
import { type Kept, remembered } from "./stored";
import type { Turned } from "./turned";

/**
 * Segments judged together; what is met, as SQL, over `contacts c`, `contact_activity a`, what is kept in
 * `contact_segments s` and what is gathered for everybody (as tables that `gather` makes) or for few. Of segments
 * beside them members stay as they are kept: `rest`.
 */
export type Level = {
  judged: Kept[];
  met: string;
  rest: string;
  everybody: string;
  few: string;
  gathered: { name: string; rows: string }[];
  columns: { c: string; a: string };
};

/**
 * Segments without references to each other first, then those that refer to them, and so on: each level is judged by
 * what was kept before it. Compiling a hundred conditions takes longer than asking them of a contact, so it is done
 * once a day.
 */
export function levelsOf(segments: readonly Kept[], numbers: readonly number[], at: Moment): Level[] {
  const day = dayAt(at.timeZone, at.now);
  const texts = segments.map(({ id, text }) => `${id} ${text}`);
  return remembered(
    levels,
    JSON.stringify([at.orgId, at.timeZone, day, numbers, texts, at.known?.stores, [...(at.known?.ids ?? [])]]),
    () => {
      const byId = new Map(segments.map((one) => [one.publicId, one]));
      const steps = inSteps(new Map(segments.map(({ publicId, definition }) => [publicId, definition])));
      return steps.map((step, place) =>
        levelOf(
          step.map((id) => byId.get(id)!).sort((a, b) => a.id - b.id),
          numbers,
          at,
          place,
        ),
      );
    },
  );
}

const levels = new Map<string, Level[]>();

function levelOf(segments: Kept[], numbers: readonly number[], moment: Moment, place: number): Level {
  const at = { ...moment, gathering: newGathering() };
  const conditions = new Map(segments.flatMap((one) => conditionOf(one, at)));
  const judged = segments.filter(({ id }) => conditions.has(id));
  const others = numbers.filter((number) => !conditions.has(number));
  const asKept = (id: number) => `case when ${id} = any(s.segs) then ${id} end`;
  const asMet = (id: number) => `case when ${conditions.get(id)} then ${id} end`;
  const all = [...judged.map(({ id }) => id), ...others].sort((a, b) => a - b);
  const rest = listOf(others.map(asKept));
  const met = `case when ${textOf(universe(at.orgId))}
    then ${listOf(all.map((id) => (conditions.has(id) ? asMet(id) : asKept(id))))} else ${rest} end`;
  const columns = { c: textOf(columnsOf(at, "c")), a: textOf(columnsOf(at, "a")) };
  const prefix = `segment_rows_${at.orgId}_${place}`;
  const gathered = gatheredOf(at, prefix).map(({ name, rows }) => ({ name, rows: textOf(rows) }));
  const [everybody, few] = [textOf(joinsOf(at, { gathered: prefix })), textOf(joinsOf(at, "few"))];
  return { judged, met, rest, everybody, few, gathered, columns };
}

/** Not by a sub-select: one that refers to a row around it is never shared among processes. */
const listOf = (each: string[]) => (each.length > 0 ? `array_remove(array[${each.join(", ")}]::int[], null)` : "'{}'");

/** One that is not understood any more keeps the members it has. */
function conditionOf({ id, publicId, definition }: Kept, at: Moment): [number, string][] {
  try {
    return [[id, textOf(predicate(definition, at))]];
  } catch (error) {
    log.error({ segment: publicId, error: errorFacts(error) }, "a segment's definition is not understood any more");
    return [];
  }
}

/**
 * What the judging of everybody joins, made before and dropped after `work`. As part of the statement it would be
 * gathered by each of its processes anew, and a temporary table is read by one of them alone. Nobody else ever sees the
 * tables: they are gone when the transaction ends, and whoever holds an organization's membership is the only one to
 * make them.
 */
export async function withGathered<T>(ctx: Working, { gathered }: Level, work: () => Promise<T>): Promise<T> {
  for (const { name, rows } of gathered) {
    const table = sql.raw(name);
    await ctx.db.execute(sql`create unlogged table ${table} with (parallel_workers = 4) as ${sql.raw(rows)}`);
    // Without statistics the planner has the contacts wait for it, not the other way round.
    await ctx.db.execute(sql`analyze ${table} (contact_id)`);
  }
  const done = await work();
  if (gathered.length > 0) await ctx.db.execute(sql.raw(`drop table ${gathered.map(({ name }) => name).join(", ")}`));
  return done;
}

/**
 * All contacts of the organization as rows of `delta`: only those for whom something changes. An offset keeps the
 * planner from working conditions into the comparison, where it would evaluate them twice (15.4 s against 5.3 s for a
 * hundred segments and a million contacts). It is written as a text: the planner looks before it has worked out what a
 * bare 0 is, and gives what is beneath to one process alone. What is worked out once stands in the tables' own
 * sub-selects for the same reason: one that refers to another's row is never shared.
 */
export function deltaOfAll(at: Moment, level: Level): SQL {
  const [c, a] = [rowsOf(at, level, "c", sql`offset '0'`), rowsOf(at, level, "a", sql`offset '0'`)];
  return deltaOf(
    level,
    sql`(select c.id, coalesce(s.segs, '{}') as kept, ${sql.raw(level.met)} as met
      from ${c} join ${a} on a.contact_id = c.id
      left join contact_segments s on s.org_id = ${at.orgId} and s.contact_id = c.id
      ${sql.raw(level.everybody)} offset '0') z`,
  );
}

/**
 * The same for those whom time may have moved. Most by their histories: these are gone through once, without a look at
 * the contacts. Then whoever else is: by a date of their own, or since a segment that is referred to moved. Of both,
 * the rows of other tables are looked up: a day moves few, and the tables are large. The planner, who would take any of
 * a hundred conditions to hold for almost everybody, takes the number to be rare.
 */
export function deltaOfTurned(at: Moment, level: Level, { columns, history, plain, rest }: Turned): SQL {
  const met = (
    activity: SQL,
    where: SQL,
  ) => sql`(select c.id, coalesce(s.segs, '{}') as kept, ${sql.raw(level.met)} as met
    from ${rowsOf(at, level, "c", sql``)} join ${activity} on a.contact_id = c.id
    left join contact_segments s on s.org_id = ${at.orgId} and s.contact_id = c.id
    ${sql.raw(level.few)} where ${where} offset '0')`;
  const turned = sql`(select ${sql.raw(level.columns.a)} from (select ${columns} from contact_activity a
    where a.org_id = ${at.orgId} offset '0') a where case when ${history} then 1 end = 1 offset '0') a`;
  const parts = [
    ...(history ? [met(turned, sql`true`)] : []),
    ...(rest ? [met(rowsOf(at, level, "a", sql``), plain ? sql`${rest} and not ${plain}` : rest)] : []),
  ];
  return deltaOf(level, sql`(${sql.join(parts, sql` union all `)}) z`);
}

/** The same for these contacts, by their keys. `ids` is an array; who is no contact any more meets nothing. */
export function deltaOfSome(at: Moment, level: Level, ids: SQL): SQL {
  return deltaOf(
    level,
    sql`(select k.id, coalesce(s.segs, '{}') as kept, coalesce(t.met, ${sql.raw(level.rest)}) as met
      from unnest(${ids}) as k(id)
      left join lateral (select segs from contact_segments where org_id = ${at.orgId} and contact_id = k.id offset 0) s
        on true
      left join lateral (
        select ${sql.raw(level.met)} as met from ${rowsOf(at, level, "c", sql`and c.id = k.id offset '0'`)}
        cross join ${rowsOf(at, level, "a", sql`and a.contact_id = k.id offset '0'`)} ${sql.raw(level.few)}
        offset '0') t on true offset '0') z`,
  );
}

/** Contacts, or their activity, with what is worked out once. */
function rowsOf(at: Moment, { columns }: Level, table: "c" | "a", which: SQL): SQL {
  const from = sql.raw({ c: "contacts c", a: "contact_activity a" }[table]);
  return sql`(select ${sql.raw(columns[table])} from ${from}
    where ${sql.raw(table)}.org_id = ${at.orgId} ${which}) ${sql.raw(table)}`;
}

/** `z` has id, what is kept and what is met now. */
function deltaOf({ judged }: Level, from: SQL): SQL {
  const mine = sql.raw(`'{${judged.map(({ id }) => id)}}'::int[]`);
  return sql`select z.id as contact_id, z.met as segs,
      array(select n from unnest(z.met) n where n <> all(z.kept)) as joined,
      array(select n from unnest(z.kept) n where n = any(${mine}) and n <> all(z.met)) as "left"
    from ${from} where z.kept <> z.met`;
}
