/** Begins work over many contacts: who is meant is written down and counted in the transaction that begins it. */
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { bulkActions, lists, tags } from "@/db/schema";
import { audit } from "@/lib/audit";
import { conflict, invalid, notFound } from "@/lib/errors";
import { formatNumber, plural } from "@/lib/format";
import { remark } from "@/lib/inputs";
import { events, tell } from "@/lib/jobs";
import { nameList } from "@/lib/lists/names";
import { permit } from "@/lib/permissions";
import { anyText } from "@/lib/sets";
import { nameTags, TagName } from "@/lib/tags/names";
import type { Ctx, Working } from "@/lib/tenancy";
import { type BulkKind, bulkKinds, traits } from "./kinds";
import { freeze, Selected, selecting } from "./selection";

/**
 * `expected` is the number the member confirmed. `tags` are names, unknown ones are made; `list` is a public id, or
 * empty for the one called `newList`, which is made where it is not there.
 */
export const BeginBulk = Selected.extend({
  kind: z.enum(bulkKinds),
  expected: z.coerce.number().int().min(1, "Nobody is selected."),
  tags: z.array(z.string()).default([]),
  list: z.union([z.uuid("Choose a list."), z.literal("")]).optional(),
  newList: remark(80),
});

export type BeginBulk = z.output<typeof BeginBulk>;

/** A tag or list as it was named when the action began. */
export type Subject = { id: number; publicId: string; name: string };

/**
 * Gives the action's public id; the job engine carries it on.
 * @throws Failure conflict when another number matches now than was confirmed, invalid, not-found (the list)
 */
export async function beginBulk(
  ctx: Ctx,
  input: BeginBulk,
): Promise<{ bulk: string; kind: BulkKind; expected: number }> {
  const { id, publicId } = await writeDown(ctx, input);
  await tell(events.bulkBegun.create({ orgId: ctx.orgId, bulkId: id }));
  return { bulk: publicId, kind: input.kind, expected: input.expected };
}

/** The same without a hint to the job engine. */
export async function writeDown(ctx: Ctx, input: BeginBulk): Promise<{ id: number; publicId: string }> {
  permit(ctx, traits[input.kind].permission);
  const names = input.kind === "tag" || input.kind === "untag" ? tagNames(input.tags) : [];
  return selecting(ctx, input, async (ctx, everybody) => {
    const subjects = await subjectsOf(ctx, input, names);
    const row = await insert(ctx, input, subjects);
    const found = await freeze(ctx, row.id, everybody, traits[input.kind].batch);
    if (found !== input.expected) throw changed(found, input.expected);
    await audit(ctx, `contacts.bulk-${input.kind}`, plural(found, "contact"), {
      bulk: row.publicId,
      names: subjects.map(({ name }) => name),
    });
    return row;
  });
}

/** Names may come one by one, or several in one field with commas, as they are typed before scripts. */
function tagNames(typed: string[]): string[] {
  const names = typed.flatMap((text) => text.split(",")).filter((text) => text.trim());
  const read = z.array(TagName).min(1, "Choose or name a tag.").max(20, "At most 20 tags at once.").safeParse(names);
  if (read.success) return read.data;
  const message = read.error.issues[0]!.message;
  throw invalid(message, { tags: message });
}

async function subjectsOf(ctx: Working, input: BeginBulk, names: string[]): Promise<Subject[]> {
  if (input.kind === "tag") return nameTags(ctx, names);
  if (input.kind === "untag") return knownTags(ctx, names);
  if (input.kind !== "list" && input.kind !== "unlist") return [];
  if (!input.list && input.kind === "list") return [await freshList(ctx, input.newList)];
  if (!input.list) throw invalid("Choose a list.", { list: "Choose a list." });
  const found = await ctx.db
    .select({ id: lists.id, publicId: lists.publicId, name: lists.name })
    .from(lists)
    .where(and(eq(lists.orgId, ctx.orgId), eq(lists.publicId, input.list)));
  if (found.length === 0) throw notFound("list");
  return found;
}

async function freshList(ctx: Working, name: string): Promise<Subject> {
  const message = "Choose a list, or name a new one.";
  if (!name) throw invalid(message, { list: message, newList: message });
  return nameList(ctx, name);
}

/** A tag that is to be taken off is not made for it. */
async function knownTags(ctx: Working, names: string[]): Promise<Subject[]> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const found = await ctx.db
    .select({ id: tags.id, publicId: tags.publicId, name: tags.name })
    .from(tags)
    .where(and(eq(tags.orgId, ctx.orgId), sql`lower(${tags.name}) = ${anyText(wanted)}`));
  const missing = names.find((name) => !found.some((tag) => tag.name.toLowerCase() === name.toLowerCase()));
  if (missing === undefined) return found;
  const message = `There is no tag “${missing}”.`;
  throw invalid(message, { tags: message });
}

async function insert(ctx: Working, input: BeginBulk, subjects: Subject[]) {
  const [row] = await ctx.db
    .insert(bulkActions)
    .values({
      orgId: ctx.orgId,
      kind: input.kind,
      selection: input.all ? { query: input.query } : { contacts: input.contacts },
      detail: { subjects: subjects.map(({ id, publicId, name }) => ({ id, publicId, name })) },
      askedAt: sql`now()`,
      askedBy: ctx.actor.name,
      userId: ctx.actor.kind === "member" ? ctx.actor.userId : null,
      expected: input.expected,
    })
    .returning({ id: bulkActions.id, publicId: bulkActions.publicId });
  return row!;
}

function changed(found: number, expected: number) {
  const now = found === 1 ? "1 contact is" : `${formatNumber(found)} contacts are`;
  return conflict(
    `Not ${formatNumber(expected)} but ${now} meant by now. Nothing was changed; confirm the new number.`,
  );
}
