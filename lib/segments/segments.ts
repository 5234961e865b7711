/** Segments: saved conditions. Their members are kept by changed.ts and refresh.ts, and never worked out on view. */
import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { segments } from "@/db/schema";
import { audit } from "@/lib/audit";
import { conflict, notFound } from "@/lib/errors";
import { line, remark } from "@/lib/inputs";
import { permit } from "@/lib/permissions";
import { unlessTaken } from "@/lib/taken";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { tellRefresh, writeRun } from "./clock";
import { type Definition, readDefinition } from "./definition";
import { momentOf } from "./moment";
import { refuseWhileUsed, settleReferences } from "./references";

const Described = { name: line("a name"), description: remark(200) };

/** `segment` is the public id. */
export const OneSegment = z.object({ segment: z.uuid() });
/** `definition` as lib/segments/definition.ts reads it. A draft has no members yet. */
export const CreateSegment = z.object({ ...Described, definition: z.unknown(), draft: z.boolean().default(false) });
export const RenameSegment = OneSegment.extend(Described);
export const EditSegment = OneSegment.extend({ definition: z.unknown() });

/** At most so many in an organization: all are asked of each contact that changes. */
const most = 500;

/** Gives the public id. @throws Failure invalid (the definition; at `name` when it is taken), conflict at the 501st */
export async function createSegment(ctx: Ctx, input: z.output<typeof CreateSegment>): Promise<{ segment: string }> {
  permit(ctx, "contacts.edit");
  const { draft, ...rest } = input;
  const made = await transact(ctx, (ctx) => insert(ctx, rest, draft ? "draft" : "active", "segment.created"));
  return told(ctx, made);
}

/** @throws Failure not-found, invalid at `name` */
export async function renameSegment(ctx: Ctx, input: z.output<typeof RenameSegment>): Promise<void> {
  permit(ctx, "contacts.edit");
  const { segment, ...after } = input;
  await unlessTaken("segment", after.name, () =>
    transact(ctx, async (ctx) => {
      const { id, name, description } = await hold(ctx, segment);
      if (name === after.name && description === after.description) return;
      await change(ctx, id, after);
      await audit(ctx, "segment.renamed", `segment ${name}`, { before: { name, description }, after, segment });
    }),
  );
}

/**
 * Another definition. The members follow as a whole within moments, and nobody's timeline tells of it.
 * @throws Failure not-found, invalid (the definition), conflict (a circle)
 */
export async function editSegment(ctx: Ctx, input: z.output<typeof EditSegment>): Promise<void> {
  permit(ctx, "contacts.edit");
  const run = await transact(ctx, async (ctx) => {
    const { id, name, state } = await hold(ctx, input.segment);
    const definition = await understood(ctx, input.definition);
    await settleReferences(ctx, { segment: input.segment, name, definition });
    await change(ctx, id, { definition });
    await audit(ctx, "segment.edited", `segment ${name}`, { definition, segment: input.segment });
    return state === "active" ? refill(ctx) : null;
  });
  if (run) await tellRefresh(ctx.orgId, run);
}

/** A draft of the same condition under a name of its own. @throws Failure not-found */
export async function duplicateSegment(ctx: Ctx, input: z.output<typeof OneSegment>): Promise<{ segment: string }> {
  permit(ctx, "contacts.edit");
  const made = await transact(ctx, async (ctx) => {
    const { name, description, definition } = await hold(ctx, input.segment);
    return insert(ctx, { name: await freeName(ctx, name), description, definition }, "draft", "segment.duplicated");
  });
  return told(ctx, made);
}

/** A draft or an archived one gets its members. One that is active stays as it is. @throws Failure not-found, conflict */
export async function activateSegment(ctx: Ctx, input: z.output<typeof OneSegment>): Promise<void> {
  permit(ctx, "contacts.edit");
  const run = await transact(ctx, async (ctx) => {
    const { id, name, state, definition } = await hold(ctx, input.segment);
    if (state === "active") return null;
    const known = await understood(ctx, definition);
    await settleReferences(ctx, { segment: input.segment, name, definition: known });
    await change(ctx, id, { state: "active", inForce: null, size: 0 });
    await audit(ctx, "segment.activated", `segment ${name}`, { segment: input.segment });
    return refill(ctx);
  });
  if (run) await tellRefresh(ctx.orgId, run);
}

/** Nobody is in it any more; its condition stays. @throws Failure not-found, conflict while another follows from it */
export async function archiveSegment(ctx: Ctx, input: z.output<typeof OneSegment>): Promise<void> {
  permit(ctx, "contacts.edit");
  await transact(ctx, async (ctx) => {
    const { id, name, state } = await hold(ctx, input.segment);
    if (state === "archived") return;
    await refuseWhileUsed(ctx, input.segment, name);
    await change(ctx, id, { state: "archived", inForce: null, size: 0 });
    await audit(ctx, "segment.archived", `segment ${name}`, { segment: input.segment });
  });
}

/** It ends; timelines go on naming it. @throws Failure not-found, conflict while another segment follows from it */
export async function deleteSegment(ctx: Ctx, input: z.output<typeof OneSegment>): Promise<{ name: string }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const { id, name } = await hold(ctx, input.segment);
    await refuseWhileUsed(ctx, input.segment, name);
    await change(ctx, id, { deletedAt: sql`now()`, inForce: null, size: 0 });
    await audit(ctx, "segment.deleted", `segment ${name}`, { segment: input.segment });
    return { name };
  });
}

/** Judges everybody anew for all segments, as at 00:00. @throws Failure conflict while a refresh runs */
export async function refreshNow(ctx: Ctx): Promise<void> {
  permit(ctx, "contacts.edit");
  const run = await transact(ctx, async (ctx) => {
    const [open] = await ctx.db.execute(sql`select from segment_runs where org_id = ${ctx.orgId}
      and state = 'running' and kind <> 'changed' limit 1`);
    if (open) throw conflict("A refresh is running already.");
    return writeRun(ctx, { kind: "whole", day: null, zone: (await momentOf(ctx)).timeZone });
  });
  if (run) await tellRefresh(ctx.orgId, run);
}

type Made = { segment: string; run: number | null };
type State = "draft" | "active";

async function insert(
  ctx: Working,
  { definition, ...described }: { name: string; description: string; definition?: unknown },
  state: State,
  verb: string,
): Promise<Made> {
  const known = await understood(ctx, definition);
  const [count] = await ctx.db.execute<{ n: number }>(
    sql`select count(*)::int as n from segments where org_id = ${ctx.orgId} and deleted_at is null`,
  );
  if (count!.n >= most) throw conflict(`There are ${most} segments already. Delete one to make another.`);
  const by = { createdBy: ctx.actor.name, editedBy: ctx.actor.name };
  const [row] = await unlessTaken("segment", described.name, () =>
    ctx.db
      .insert(segments)
      .values({ orgId: ctx.orgId, ...described, definition: known, state, ...by })
      .returning({ segment: segments.publicId }),
  );
  const { segment } = row!;
  await settleReferences(ctx, { segment, name: described.name, definition: known });
  await audit(ctx, verb, `segment ${described.name}`, { definition: known, segment });
  return { segment, run: state === "active" ? await refill(ctx) : null };
}

async function told(ctx: Ctx, { segment, run }: Made): Promise<{ segment: string }> {
  if (run) await tellRefresh(ctx.orgId, run);
  return { segment };
}

export const refill = async (ctx: Working): Promise<number | null> =>
  writeRun(ctx, { kind: "changed", day: null, zone: (await momentOf(ctx)).timeZone });

export const understood = async (ctx: Working, definition: unknown): Promise<Definition> =>
  readDefinition(definition, (await momentOf(ctx)).fields);

export async function hold(ctx: Working, segment: string) {
  const [row] = await ctx.db
    .select()
    .from(segments)
    .where(and(eq(segments.orgId, ctx.orgId), eq(segments.publicId, segment), isNull(segments.deletedAt)))
    .for("no key update");
  if (!row) throw notFound("segment");
  return row;
}

type Changes = Parameters<ReturnType<Working["db"]["update"]>["set"]>[0];

export async function change(ctx: Working, id: number, changes: Changes): Promise<void> {
  await ctx.db
    .update(segments)
    .set({ ...changes, editedAt: sql`now()`, editedBy: ctx.actor.name })
    .where(and(eq(segments.orgId, ctx.orgId), eq(segments.id, id)));
}

/** "VIP (copy)", "VIP (copy 2)" … */
async function freeName(ctx: Working, name: string): Promise<string> {
  const rows = await ctx.db.execute<{ name: string }>(
    sql`select lower(name) as name from segments where org_id = ${ctx.orgId} and deleted_at is null`,
  );
  const taken = new Set(rows.map((row) => row.name));
  for (let n = 1; ; n++) {
    const copy = `${name.slice(0, 68)} (copy${n > 1 ? ` ${n}` : ""})`;
    if (!taken.has(copy.toLowerCase())) return copy;
  }
}
