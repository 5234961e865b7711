/** Saved views: a member's own names for a query of the list and the columns it is seen in. */
import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { savedViews } from "@/db/schema";
import { conflict, invalid, notFound } from "@/lib/errors";
import { line } from "@/lib/inputs";
import { permit } from "@/lib/permissions";
import { unlessTaken } from "@/lib/taken";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { type ColumnName, columnNames, inOrder } from "./columns";
import { readQuery, searchParamsOf, writeQuery } from "./params";

/** `id` is the public one; `query` as it stands in the list's address, without page and view. */
export type View = { id: string; name: string; query: string; columns: ColumnName[] };

const Shown = { query: z.string().max(8000).default(""), columns: z.array(z.enum(columnNames)) };
const name = line("a name", 60);
export const OneView = z.object({ view: z.uuid() });
export const SaveView = z.object({ name, ...Shown });
export const RenameView = OneView.extend({ name });
export const UpdateView = OneView.extend(Shown);

const most = 50;

/** The member's own, by name. */
export async function listViews(ctx: Ctx): Promise<View[]> {
  permit(ctx, "contacts.read");
  const { actor } = ctx;
  if (actor.kind !== "member") return [];
  const rows = await transact(ctx, ({ db }) =>
    db
      .select({ id: savedViews.publicId, name: savedViews.name, query: savedViews.query, columns: savedViews.columns })
      .from(savedViews)
      .where(and(eq(savedViews.orgId, ctx.orgId), eq(savedViews.userId, actor.userId)))
      .orderBy(asc(sql`lower(${savedViews.name})`), asc(savedViews.id)),
  );
  return rows.map((row) => ({ ...row, columns: inOrder(row.columns) }));
}

/** @throws Failure conflict at the 51st; invalid at `name` when the member has a view of that name */
export async function saveView(ctx: Ctx, input: z.output<typeof SaveView>): Promise<View> {
  permit(ctx, "contacts.read");
  const userId = memberOf(ctx);
  return transact(ctx, async (ctx) => {
    const views = await listViews(ctx);
    if (views.length >= most) throw conflict(`There are ${most} views already. Delete one to save another.`);
    await nameIsFree(ctx, input.name);
    const shown = { query: settled(input.query), columns: inOrder(input.columns) };
    const [row] = await unlessTaken("view", input.name, () =>
      ctx.db
        .insert(savedViews)
        .values({ orgId: ctx.orgId, userId, name: input.name, ...shown })
        .returning({ id: savedViews.publicId }),
    );
    return { id: row!.id, name: input.name, ...shown };
  });
}

/** @throws Failure not-found; invalid at `name` when another view of the member has it */
export async function renameView(ctx: Ctx, input: z.output<typeof RenameView>): Promise<void> {
  permit(ctx, "contacts.read");
  await transact(ctx, async (ctx) => {
    await nameIsFree(ctx, input.name, input.view);
    await change(ctx, input.view, { name: input.name });
  });
}

/** The view shows from now on what is shown now. @throws Failure not-found */
export async function updateView(ctx: Ctx, input: z.output<typeof UpdateView>): Promise<void> {
  permit(ctx, "contacts.read");
  const shown = { query: settled(input.query), columns: inOrder(input.columns) };
  await transact(ctx, (ctx) => change(ctx, input.view, shown));
}

/** @throws Failure not-found */
export async function deleteView(ctx: Ctx, input: z.output<typeof OneView>): Promise<void> {
  permit(ctx, "contacts.read");
  await transact(ctx, async (ctx) => {
    const gone = await ctx.db.delete(savedViews).where(own(ctx, input.view)).returning({ id: savedViews.id });
    if (gone.length === 0) throw notFound("view");
  });
}

async function change(ctx: Working, view: string, set: Partial<{ name: string; query: string; columns: string[] }>) {
  const changed = await ctx.db.update(savedViews).set(set).where(own(ctx, view)).returning({ id: savedViews.id });
  if (changed.length === 0) throw notFound("view");
}

async function nameIsFree(ctx: Working, name: string, but?: string) {
  const same = (await listViews(ctx)).find((view) => view.name.toLowerCase() === name.toLowerCase());
  if (same && same.id !== but)
    throw invalid("You have a view of this name.", { name: "You have a view of this name." });
}

const own = (ctx: Ctx, view: string) =>
  and(eq(savedViews.orgId, ctx.orgId), eq(savedViews.userId, memberOf(ctx)), eq(savedViews.publicId, view));

function memberOf({ actor }: Ctx): number {
  if (actor.kind !== "member") throw notFound("view");
  return actor.userId;
}

/** Whatever was sent, what is kept is a query. */
function settled(text: string): string {
  const { query } = readQuery(searchParamsOf(text));
  return writeQuery({ ...query, cursor: null, view: null }).toString();
}
