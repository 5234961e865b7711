/** Segments that refer to segments: what is referred to exists, nothing follows from itself, nothing in use ends. */
import { sql } from "drizzle-orm";
import { conflict, invalid } from "@/lib/errors";
import type { Working } from "@/lib/tenancy";
import { type Definition, segmentsIn } from "./definition";
import { refuseCircle } from "./definition-circle";

type Row = { id: string; name: string; state: "draft" | "active" | "archived"; definition: unknown };

/**
 * Two who save at the same moment wait for each other, or together they might make a circle.
 * @throws Failure invalid for a segment that is none, or is not active; conflict for a circle
 */
export async function settleReferences(
  ctx: Working,
  saved: { segment: string; name: string; definition: Definition },
): Promise<void> {
  const referred = segmentsIn(saved.definition);
  if (referred.length === 0) return;
  await ctx.db.execute(sql`select pg_advisory_xact_lock(7310226, ${ctx.orgId}::int)`);
  const rows = await all(ctx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const definitions = new Map(rows.map(({ id, definition }) => [id, definition]));
  refuseCircle(
    definitions.set(saved.segment, saved.definition),
    saved.segment,
    (id) => byId.get(id)?.name ?? saved.name,
  );
  for (const id of referred) {
    const row = byId.get(id);
    if (!row) throw invalid("The condition names a segment that is not there any more.");
    if (row.state !== "active") throw invalid(`“${row.name}” is not active: nobody is in it. Activate it first.`);
  }
}

/** @throws Failure conflict while another segment refers to it; archived ones do not count */
export async function refuseWhileUsed(ctx: Working, segment: string, name: string): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(7310226, ${ctx.orgId}::int)`);
  const user = (await usersOf(ctx, segment)).find(({ state }) => state !== "archived");
  if (user) throw conflict(`The segment “${user.name}” follows from “${name}”. Change it first.`);
}

/** Segments whose condition names this one. */
export async function usersOf(ctx: Working, segment: string): Promise<Row[]> {
  return (await all(ctx)).filter(({ definition }) => segmentsIn(definition as Definition).includes(segment));
}

const all = (ctx: Working) =>
  ctx.db.execute<Row>(sql`select public_id as id, name, state, definition from segments
    where org_id = ${ctx.orgId} and deleted_at is null order by lower(name)`);
