/** One stretch of a mirror. A page is read outside a transaction; a list is taken over, whole, when it has ended. */
import { and, eq } from "drizzle-orm";
import { storeGroupMirrors, storeGroups } from "@/db/schema";
import { openApi } from "@/lib/connection/access";
import { answered, rest } from "@/lib/connection/silence";
import { type StoreRow, storeById } from "@/lib/connection/store";
import { Refusal, Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import type { StoreApi } from "@/lib/connectors/types";
import { Failure } from "@/lib/errors";
import { log } from "@/lib/log";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { finishMirror, type MirrorRow } from "./mirrors";
import { type GroupRow, leaveOut, takeGroupPage, takeMemberPage } from "./settle";
import { takeTurnAtGroups } from "./take";

type Stretch = { done: boolean; waitSeconds: number };

/**
 * Carries a mirror on for about `seconds`. `done` when it ended in any way; `waitSeconds` when the store asks for a
 * pause. Throws only when our own database fails: the caller tries again, nothing is taken over twice.
 */
export async function advanceMirror(ctx: Ctx, input: { mirrorId: number; seconds: number }): Promise<Stretch> {
  const until = Date.now() + input.seconds * 1000;
  for (let turns = 0; ; turns++) {
    const place = await transact(ctx, (ctx) => placeOf(ctx, input.mirrorId));
    if (!place) return { done: true, waitSeconds: 0 };
    if (turns > 0 && Date.now() > until) return { done: false, waitSeconds: 0 };
    try {
      await turn(ctx, place);
      await answered(ctx, place.store);
    } catch (error) {
      if (error instanceof Throttled) return { done: false, waitSeconds: await rest(ctx, place.store, error) };
      if (!isOfStore(error)) throw error;
      log.warn({ mirror: input.mirrorId, error: error.message }, "a mirror of groups failed");
      await transact(ctx, (ctx) => finishMirror(ctx, place.row, "failed", error.message));
      return { done: true, waitSeconds: 0 };
    }
  }
}

const isOfStore = (error: unknown): error is Error =>
  error instanceof Unauthorized || error instanceof Unreadable || error instanceof Failure;

type Place = { row: MirrorRow; store: StoreRow; group: GroupRow | null };

async function placeOf(ctx: Working, mirrorId: number): Promise<Place | null> {
  const row = await rowOf(ctx, mirrorId);
  if (row?.state !== "running") return null;
  const store = await storeById(ctx, row.storeId);
  if (store.state !== "active") {
    await finishMirror(ctx, row, "failed", "The store was paused or disconnected meanwhile.");
    return null;
  }
  const [group] =
    row.groupId === null
      ? []
      : await ctx.db
          .select()
          .from(storeGroups)
          .where(and(eq(storeGroups.orgId, ctx.orgId), eq(storeGroups.id, row.groupId)));
  return { row, store, group: group ?? null };
}

async function rowOf(ctx: Working, mirrorId: number): Promise<MirrorRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(storeGroupMirrors)
    .where(and(eq(storeGroupMirrors.orgId, ctx.orgId), eq(storeGroupMirrors.id, mirrorId)));
  return row;
}

async function turn(ctx: Ctx, { row, store, group }: Place) {
  const api = openApi(store);
  const askedAt = row.askedAt ?? new Date();
  if (!group) {
    const page = await api.groups!(row.cursor);
    await take(ctx, row, (ctx) => takeGroupPage(ctx, { ...row, askedAt }, page));
    return;
  }
  const page = await membersOf(api, group, row.cursor);
  await take(ctx, row, (ctx) =>
    page instanceof Refusal ? leaveOut(ctx, row, group, page) : takeMemberPage(ctx, { ...row, askedAt }, group, page),
  );
}

/** A group that the store declines to read must not keep the others from being read. */
async function membersOf(api: StoreApi, group: GroupRow, cursor: string | null) {
  try {
    return await api.groupMembers!(group.externalId, cursor);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Unless a second runner was faster: the mirror is still where this page was read for. */
async function take(ctx: Ctx, row: MirrorRow, work: (ctx: Working) => Promise<void>) {
  await transact(ctx, async (ctx) => {
    await takeTurnAtGroups(ctx, row.storeId);
    const now = await rowOf(ctx, row.id);
    const same = now?.state === "running" && now.groupId === row.groupId && now.cursor === row.cursor;
    if (same && now.phase === row.phase) await work(ctx);
  });
}
