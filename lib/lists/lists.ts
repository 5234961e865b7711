/** Lists: named groups one joins and leaves. */
import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { lists } from "@/db/schema";
import { audit } from "@/lib/audit";
import { conflict, notFound } from "@/lib/errors";
import { line, remark } from "@/lib/inputs";
import { inOneLine } from "@/lib/one-line";
import { permit } from "@/lib/permissions";
import { unlessTaken } from "@/lib/taken";
import { type Ctx, transact, type Working } from "@/lib/tenancy";

export { ContactAndList, joinList, leaveList } from "./contact";

/** `list` is the public id. */
export const OneList = z.object({ list: z.uuid() });
export const CreateList = z.object({ name: line("a name"), description: remark(200) });
/** What is absent stays. */
export const RenameList = OneList.extend({
  name: line("a name").optional(),
  description: z.string().max(200, "Use at most 200 characters.").transform(inOneLine).optional(),
});

/** `id` is the public one. */
export type List = { id: string; name: string; description: string; createdAt: Date };

/** Every list by name, without figures: those are `listFigures`. */
export async function listLists(ctx: Ctx): Promise<List[]> {
  permit(ctx, "contacts.read");
  return transact(ctx, (ctx) =>
    ctx.db
      .select(shown)
      .from(lists)
      .where(eq(lists.orgId, ctx.orgId))
      .orderBy(asc(sql`lower(${lists.name})`)),
  );
}

/** @throws Failure invalid at `name` when it is taken, in capitals or small letters */
export async function createList(ctx: Ctx, input: z.output<typeof CreateList>): Promise<List> {
  permit(ctx, "contacts.edit");
  return unlessTaken("list", input.name, () =>
    transact(ctx, async (ctx) => {
      const [list] = await ctx.db
        .insert(lists)
        .values({ ...input, orgId: ctx.orgId })
        .returning(shown);
      await audit(ctx, "list.created", `list ${input.name}`);
      return list!;
    }),
  );
}

/** Gives both as they are then. @throws Failure not-found, invalid at `name` */
export async function renameList(
  ctx: Ctx,
  input: z.output<typeof RenameList>,
): Promise<{ name: string; description: string }> {
  permit(ctx, "contacts.edit");
  return unlessTaken("list", input.name ?? "", () =>
    transact(ctx, async (ctx) => {
      const { id, name, description } = await lock(ctx, input.list);
      const after = { name: input.name ?? name, description: input.description ?? description };
      if (name === after.name && description === after.description) return after;
      await ctx.db
        .update(lists)
        .set(after)
        .where(and(eq(lists.orgId, ctx.orgId), eq(lists.id, id)));
      await audit(ctx, "list.renamed", `list ${name}`, { before: { name, description }, after });
      return after;
    }),
  );
}

/**
 * Everybody leaves it, and it ends; nobody's consent changes. Returns how many were on it.
 * @throws Failure not-found, conflict while a sign-up form adds people to it
 */
export async function deleteList(
  ctx: Ctx,
  input: z.output<typeof OneList>,
): Promise<{ name: string; members: number }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const { id, name } = await lock(ctx, input.list);
    await refuseWhileUsed(ctx, id, name);
    const [gone] = await ctx.db.execute<{ n: number }>(sql`
      with gone as (
        delete from list_members where org_id = ${ctx.orgId} and list_id = ${id} returning left_at
      ) select (count(*) filter (where left_at is null))::int as n from gone`);
    await ctx.db.delete(lists).where(and(eq(lists.orgId, ctx.orgId), eq(lists.id, id)));
    await audit(ctx, "list.deleted", `list ${name}`, { members: gone!.n });
    return { name, members: gone!.n };
  });
}

const shown = { id: lists.publicId, name: lists.name, description: lists.description, createdAt: lists.createdAt };

async function lock(ctx: Working, list: string) {
  const [row] = await ctx.db
    .select({ id: lists.id, name: lists.name, description: lists.description })
    .from(lists)
    .where(and(eq(lists.orgId, ctx.orgId), eq(lists.publicId, list)))
    .for("update");
  if (!row) throw notFound("list");
  return row;
}

async function refuseWhileUsed(ctx: Working, id: number, name: string) {
  const [form] = await ctx.db.execute<{ name: string }>(
    sql`select name from forms where org_id = ${ctx.orgId} and list_id = ${id} order by name limit 1`,
  );
  if (form) {
    throw conflict(`The sign-up form “${form.name}” adds people to “${name}”. Choose another list in it first.`);
  }
}
