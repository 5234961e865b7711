/**
 * A chunk of staged rows becomes contacts, in sets. Who is meant is looked up by e-mail address, then by number; rows of
 * one person unite in the order of the file. Rows with an address are taken before those that have only a number.
 */
import { sql } from "drizzle-orm";
import { derive } from "@/lib/contacts/derive";
import type { Kind } from "@/lib/contacts/selection";
import { takeTurn } from "@/lib/contacts/turn";
import type { Working } from "@/lib/tenancy";
import { type ImportRow, optionsOf } from "../row";
import { hearFile } from "./consents";
import { refuseErased } from "./erased";
import { readGroups, writeGroups } from "./groups";
import { updateKnown } from "./known";
import { type Into, type Lines, type Merged, nothing } from "./merged";
import { openNew } from "./opened";
import { dropPeople, gatherPeople, type Pass } from "./people";
import { suppressAll } from "./suppressed";
import { writeValues } from "./values";

/** Takes the store's turn, and is one transaction with the mark that the lines are through. */
export async function mergeLines(ctx: Working, row: ImportRow, lines: Lines): Promise<Merged> {
  const someErased = await takeTurn(ctx, row.storeId);
  // As lib/records/absorb.ts: a plan for an organization that the statistics do not name yet reads all of it.
  await ctx.db.execute(sql`set local plan_cache_mode = force_generic_plan`);
  const merged = nothing();
  if (someErased) merged.rejected += await refuseErased(ctx, row, lines);
  if (row.kind === "suppressed") return add(merged, await suppressAll(ctx, row, lines));
  const into = { row, store: await storeOf(ctx, row), groups: await readGroups(ctx, row, lines) };
  for (const pass of await passesOf(ctx, row, lines)) add(merged, await mergePass(ctx, into, lines, pass));
  return merged;
}

function add(sum: Merged, more: Merged): Merged {
  for (const key of ["loaded", "updated", "known", "repeated", "keptUnsubscribed", "rejected"] as const) {
    sum[key] += more[key];
  }
  sum.ids.push(...more.ids);
  return sum;
}

async function mergePass(ctx: Working, into: Into, lines: Lines, pass: Pass): Promise<Merged> {
  const { rows, people, known } = await gatherPeople(ctx, into.row, lines, pass);
  if (people > known) await openNew(ctx, into);
  const touched = new Set<number>();
  let kept = 0;
  if (known > 0) {
    const update = into.row.kind === "contacts" && optionsOf(into.row).known === "update";
    const done = await updateKnown(ctx, into, update);
    for (const id of done.derive) touched.add(id);
    kept = done.keptUnsubscribed;
    for (const id of await hearFile(ctx, into.row)) touched.add(id);
    await derive(ctx, into.store, [...touched]);
  }
  await writeValues(ctx, into.row);
  const { ids, updated, again } = await writeGroups(ctx, into);
  await dropPeople(ctx);
  return {
    loaded: people - known,
    updated,
    known: known - updated - again,
    repeated: rows - people + again,
    keptUnsubscribed: kept,
    rejected: 0,
    ids,
  };
}

async function passesOf(ctx: Working, row: ImportRow, lines: Lines): Promise<Pass[]> {
  const [found] = await ctx.db.execute<{ email: boolean; rest: boolean }>(sql`
    select coalesce(bool_or(email is not null), false) as email, coalesce(bool_or(email is null), false) as rest
    from import_staging
    where org_id = ${ctx.orgId} and import_id = ${row.id} and line between ${lines.first} and ${lines.last}`);
  return (["email", "rest"] as const).filter((pass) => found![pass]);
}

async function storeOf(ctx: Working, row: ImportRow): Promise<Into["store"]> {
  const [store] = await ctx.db.execute<{ id: string; currency: string; selection: Kind[] }>(sql`
    select id, currency, selection from stores where org_id = ${ctx.orgId} and id = ${row.storeId}`);
  return { ...store!, id: Number(store!.id) };
}
