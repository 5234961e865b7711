/** Segments as they are stored: those with members, and those whose new definition waits for its refresh. */
import { sql } from "drizzle-orm";
import { errorFacts, log } from "@/lib/log";
import type { Working } from "@/lib/tenancy";
import { type Definition, readTree, segmentsIn } from "./definition";

/** `definition` is the one to judge by; `text` is it as stored. */
export type Kept = { id: number; publicId: string; definition: Definition; text: string };

/**
 * The active segments in the order of their numbers. `inForce` as the membership is, `asked` as last saved, `dirty`
 * where these differ; `numbers` of all, also of one that is not understood any more.
 */
export type Active = { inForce: Kept[]; asked: Kept[]; dirty: ReadonlySet<number>; numbers: number[] };

type Row = { id: number; publicId: string; asked: string; inForce: string | null; dirty: boolean };

export async function activeSegments(ctx: Working): Promise<Active> {
  const [row] = await ctx.db.execute<{ print: string | null }>(sql`
    select md5(string_agg(concat_ws(' ', id, jsonb_hash_extended(definition, 1), jsonb_hash_extended(in_force, 2)), ','
      order by id)) as print
    from segments where org_id = ${ctx.orgId} and state = 'active' and deleted_at is null`);
  const key = `${ctx.orgId} ${row!.print}`;
  const known = actives.get(key) ?? (await readActive(ctx));
  return remembered(actives, key, () => known);
}

/** A hundred definitions are longer to read than to ask of a contact: by what is hashed of all of them. */
const actives = new Map<string, Active>();

async function readActive(ctx: Working): Promise<Active> {
  const rows = await ctx.db.execute<Row>(sql`
    select id, public_id as "publicId", definition::text as asked, in_force::text as "inForce",
      in_force is distinct from definition as dirty
    from segments where org_id = ${ctx.orgId} and state = 'active' and deleted_at is null order by id`);
  return {
    inForce: rows.flatMap((row) => (row.inForce === null ? [] : understood(row, row.inForce))),
    asked: rows.flatMap((row) => understood(row, row.asked)),
    dirty: new Set(rows.filter((row) => row.dirty).map(({ id }) => id)),
    numbers: rows.map(({ id }) => id),
  };
}

/** `dirty` and all that refer to one of them, however far. */
export function concerned(all: readonly Kept[], dirty: ReadonlySet<number>): Kept[] {
  const found = new Set(all.filter(({ id }) => dirty.has(id)).map(({ publicId }) => publicId));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const one of all) if (segmentsIn(one.definition).some((id) => found.has(id))) found.add(one.publicId);
  }
  return all.filter(({ publicId }) => found.has(publicId));
}

const trees = new Map<string, Definition>();

/** One that is not understood any more keeps the members it has, and is no obstacle to the others. */
function understood({ id, publicId }: Row, text: string): Kept[] {
  try {
    return [{ id, publicId, text, definition: remembered(trees, text, () => readTree(JSON.parse(text))) }];
  } catch (error) {
    log.error({ segment: publicId, error: errorFacts(error) }, "a segment's definition is not understood any more");
    return [];
  }
}

/** The answer to the same question, as long as few are asked. */
export function remembered<T>(answers: Map<string, T>, key: string, work: () => T): T {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = work();
  if (answers.size >= 2_000) answers.clear();
  answers.set(key, answer);
  return answer;
}
