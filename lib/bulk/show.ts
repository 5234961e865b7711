/** What was done to many contacts at once, and what is being done. */
import { and, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import { z } from "zod";
import { bulkActions } from "@/db/schema";
import { Moment } from "@/lib/inputs";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";
import { type BulkRow, findBulk, subjectsOf } from "./action";
import { isKept, type OfBulk, undoable } from "./manage";

/**
 * Moments are Dates; `id` is the public one. `names` are the tags or the list. `done` of `expected` contacts are
 * through.
 */
export type BulkView = {
  id: string;
  kind: BulkRow["kind"];
  names: string[];
  /** The list's query, null for contacts chosen one by one. */
  query: string | null;
  askedAt: Date;
  askedBy: string;
  expected: number;
  state: BulkRow["state"];
  done: number;
  changed: number;
  startedAt: Date | null;
  finishedAt: Date | null;
  stopping: boolean;
  error: string | null;
  undone: number;
  undoAskedAt: Date | null;
  undoAskedBy: string | null;
  canUndo: boolean;
  /** An export whose file is there. */
  hasFile: boolean;
};

export const actionsAPage = 30;

export const ListBulk = z.object({ before: Moment.optional() });

/** Newest first, 30 a page; `next` is the `before` of the page after it, null at the end. */
export async function listBulk(
  ctx: Ctx,
  input: z.output<typeof ListBulk> = {},
): Promise<{ actions: BulkView[]; next: Date | null }> {
  permit(ctx, "contacts.read");
  const rows = await transact(ctx, (ctx) =>
    ctx.db
      .select()
      .from(bulkActions)
      .where(and(eq(bulkActions.orgId, ctx.orgId), input.before ? lt(bulkActions.askedAt, input.before) : undefined))
      .orderBy(desc(bulkActions.askedAt), desc(bulkActions.id))
      .limit(actionsAPage + 1),
  );
  const kept = rows.slice(0, actionsAPage);
  return { actions: kept.map(viewOf), next: rows.length > actionsAPage ? kept.at(-1)!.askedAt : null };
}

/** @throws Failure not-found */
export async function showBulk(ctx: Ctx, input: z.output<typeof OfBulk>): Promise<BulkView> {
  permit(ctx, "contacts.read");
  return viewOf(await transact(ctx, (ctx) => findBulk(ctx, input.bulk)));
}

/** What runs now, and what ended in the last two minutes: newest first, at most three. */
export async function recentBulk(ctx: Ctx): Promise<BulkView[]> {
  permit(ctx, "contacts.read");
  const rows = await transact(ctx, (ctx) =>
    ctx.db
      .select()
      .from(bulkActions)
      .where(
        and(
          eq(bulkActions.orgId, ctx.orgId),
          or(
            inArray(bulkActions.state, ["running", "undoing"]),
            sql`${bulkActions.progressedAt} > now() - interval '2 minutes'`,
          ),
        ),
      )
      .orderBy(desc(bulkActions.askedAt))
      .limit(3),
  );
  return rows.map(viewOf);
}

/** Changes with anything a page of actions shows; of one action where it is named. @throws Failure not-found */
export async function bulkVersion(ctx: Ctx, input: { bulk?: string } = {}): Promise<string> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const one = input.bulk ? (await findBulk(ctx, input.bulk)).id : null;
    const [row] = await ctx.db.execute<{ version: string }>(sql`
      select coalesce(md5(string_agg(concat_ws(' ', id, state, cursor, undo_cursor, cancel_asked), ',' order by id)),
        '') as version
      from (
        select * from bulk_actions where org_id = ${ctx.orgId} ${one ? sql`and id = ${one}` : sql``}
        order by asked_at desc limit ${actionsAPage}
      ) newest`);
    return row?.version ?? "";
  });
}

function viewOf(row: BulkRow): BulkView {
  const undoing = row.state === "undoing";
  const selection = z.object({ query: z.string() }).safeParse(row.selection);
  return {
    id: row.publicId,
    kind: row.kind,
    names: subjectsOf(row).map(({ name }) => name),
    query: selection.success ? selection.data.query : null,
    askedAt: row.askedAt,
    askedBy: row.askedBy,
    expected: undoing ? row.seen : row.expected,
    state: row.state,
    done: undoing ? row.undoSeen : row.seen,
    changed: row.changed,
    startedAt: undoing ? row.undoAskedAt : row.startedAt,
    finishedAt: row.finishedAt,
    stopping: row.cancelAsked,
    error: row.error,
    undone: row.undone,
    undoAskedAt: row.undoAskedAt,
    undoAskedBy: row.undoAskedBy,
    canUndo: undoable(row),
    hasFile:
      row.kind === "export" && (row.state === "done" || row.state === "cancelled") && row.seen > 0 && isKept(row),
  };
}
