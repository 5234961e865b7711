/**
 * A chunk of staged rows becomes contacts, in sets. Who is meant is looked up by e-mail address, then by number; rows
 * of one person unite in the order of the file. Rows with an address are taken before those that have only a number.
 */
import { sql } from "drizzle-orm";
import { derive } from "@/lib/contacts/derive";
import type { Kind } from "@/lib/contacts/selection";
import { takeTurn } from "@/lib/contacts/turn";
import { lookUpByKeys, type Working } from "@/lib/tenancy";
import { type ImportRow, optionsOf } from "../row";
import { hearFile } from "./consents";
import { refuseErased } from "./erased";
import { readGroups, writeGroups } from "./groups";
import { updateKnown } from "./known";
import { noteGathered } from "./known-told";
import { type Into, type Lines, type Merged, NotCalm, nothing, type Told } from "./merged";
import type { Pass } from "./news";
import { openNew } from "./opened";
import { dropPeople, gatherPeople } from "./people";
import { suppressAll } from "./suppressed";
import { writeValues } from "./values";

/** Takes the store's turn, and is one transaction with the mark that the lines are through. */
export async function mergeLines(ctx: Working, row: ImportRow, lines: Lines): Promise<Merged> {
  return mergeHeld(ctx, row, lines, { someErased: await takeTurn(ctx, row.storeId), alone: true });
}

/** `someErased`: of the organization, as takeTurn says; `alone`: no other chunk is merged meanwhile. */
type Held = { someErased: boolean; alone: boolean };

/**
 * The same under a turn that is taken, also by another transaction that merges a chunk of other people meanwhile. Then
 * names for tags and lists would be waited for. @throws NotCalm where it is to be merged alone
 */
export async function mergeHeld(ctx: Working, row: ImportRow, lines: Lines, held: Held): Promise<Merged> {
  const { someErased, alone } = held;
  await lookUpByKeys(ctx);
  const merged = nothing();
  if (someErased) merged.rejected += await refuseErased(ctx, row, lines);
  if (row.kind === "suppressed") return add(merged, await suppressAll(ctx, row, lines));
  const told = await toldIn(ctx, row, lines);
  if (!alone && (told.tags || told.lists)) throw new NotCalm();
  const into = { row, ...(await placeOf(ctx, row)), groups: await readGroups(ctx, row, lines, told), told, alone };
  for (const pass of ["email", "rest"] as const) {
    if (told[pass] === 0) continue;
    const before = row.loaded + row.updated + merged.loaded + merged.updated;
    const known = row.known + merged.known;
    add(merged, await mergePass(ctx, { ...into, before, known }, lines, pass));
  }
  return merged;
}

function add(sum: Merged, more: Merged): Merged {
  for (const key of ["loaded", "updated", "known", "repeated", "keptUnsubscribed", "rejected"] as const) {
    sum[key] += more[key];
  }
  sum.ids.push(...more.ids);
  sum.calm &&= more.calm;
  return sum;
}

async function mergePass(ctx: Working, into: Into, lines: Lines, pass: Pass): Promise<Merged> {
  const rows = into.told[pass];
  const quiet = isQuiet(into);
  const of = { pass, rows, quiet, before: into.before };
  const { people, known, same, writtenDown } = await gatherPeople(ctx, into.row, lines, of);
  const calm = known === same && (known === 0 || !putsIntoGroups(into));
  if (!calm && !into.alone) throw new NotCalm();
  if (people > known) await openNew(ctx, into);
  const { derive: touched, keptUnsubscribed } = known > same ? await changeKnown(ctx, into) : unchanged;
  if (touched.length > 0) await derive(ctx, into.store, touched);
  if (into.told.custom) await writeValues(ctx, into.row);
  const { ids, updated, again } = quiet && writtenDown === 0 ? noGroups : await writeGroups(ctx, into);
  if (writtenDown > people - known) await noteGathered(ctx, into.row);
  await dropPeople(ctx);
  return {
    loaded: people - known,
    updated,
    known: known - updated - again,
    repeated: rows - people + again,
    keptUnsubscribed,
    rejected: 0,
    ids,
    calm,
  };
}

/**
 * Of who is as they were nothing is to be noted where they are put into no group. It pays where that is nearly
 * everybody.
 */
const isQuiet = (into: Into) => into.before * 4 <= into.known && !putsIntoGroups(into);

const putsIntoGroups = ({ told, groups }: Into) => told.custom || groups.tags.length + groups.lists.length > 0;

const unchanged = { derive: [], keptUnsubscribed: 0 };
const noGroups = { ids: [], updated: 0, again: 0 };

async function changeKnown(ctx: Working, into: Into): Promise<{ derive: number[]; keptUnsubscribed: number }> {
  const update = into.row.kind === "contacts" && optionsOf(into.row).known === "update";
  const { derive: changed, keptUnsubscribed } = await updateKnown(ctx, into, update);
  const heard = await hearFile(ctx, into);
  return { derive: [...new Set([...changed, ...heard])], keptUnsubscribed };
}

async function toldIn(ctx: Working, row: ImportRow, lines: Lines): Promise<Told> {
  const [told] = await ctx.db.execute<Told>(sql`
    select count(email)::int as email, (count(*) - count(email))::int as rest,
      coalesce(bool_or(cardinality(tags) > 0), false) as tags,
        coalesce(bool_or(cardinality(lists) > 0), false) as lists,
      coalesce(bool_or(custom is not null), false) as custom
    from import_staging
    where org_id = ${ctx.orgId} and import_id = ${row.id} and line between ${lines.first} and ${lines.last}`);
  return told!;
}

async function placeOf(ctx: Working, row: ImportRow): Promise<Pick<Into, "store" | "zone">> {
  const [found] = await ctx.db.execute<{ currency: string; selection: Kind[]; zone: string }>(sql`
    select s.currency, s.selection, o.time_zone as zone from stores s join organizations o on o.id = s.org_id
    where s.org_id = ${ctx.orgId} and s.id = ${row.storeId}`);
  const { zone, ...store } = found!;
  return { store: { ...store, id: row.storeId }, zone };
}
