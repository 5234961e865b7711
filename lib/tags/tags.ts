/** Tags: what a merchant calls people by. Special tags are not among them: those follow from the stores' records. */
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { tags } from "@/db/schema";
import { audit } from "@/lib/audit";
import { invalid, notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { anyId } from "@/lib/sets";
import { unlessTaken } from "@/lib/taken";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { colours } from "./colours";
import { TagName } from "./names";

export { colours } from "./colours";
export { TagContact, tagContact, UntagContact, untagContact } from "./contact";
export { type NamedTag, nameTags, TagName } from "./names";

const Colour = z.enum(colours, "Choose a colour.");

/** `tag` is the public id. */
export const OneTag = z.object({ tag: z.uuid() });
export const CreateTag = z.object({ name: TagName, colour: Colour.default("grey") });
export const RenameTag = OneTag.extend({ name: TagName });
export const ColourTag = OneTag.extend({ colour: Colour });
export const MergeTags = z.object({
  from: z.array(z.uuid()).min(1, "Choose the tags to merge.").max(100, "Merge at most 100 tags at once."),
  into: z.uuid("Choose the tag that stays."),
});

/** `id` is the public one. */
export type Tag = { id: string; name: string; colour: string; createdAt: Date };

/** Every tag by name, without figures: those are `tagFigures`. */
export async function listTags(ctx: Ctx): Promise<Tag[]> {
  permit(ctx, "contacts.read");
  return transact(ctx, (ctx) =>
    ctx.db
      .select(shown)
      .from(tags)
      .where(eq(tags.orgId, ctx.orgId))
      .orderBy(asc(sql`lower(${tags.name})`)),
  );
}

/** @throws Failure invalid at `name` when it is taken, in capitals or small letters */
export async function createTag(ctx: Ctx, input: z.output<typeof CreateTag>): Promise<Tag> {
  permit(ctx, "contacts.edit");
  return unlessTaken("tag", input.name, () =>
    transact(ctx, async (ctx) => {
      const [tag] = await ctx.db
        .insert(tags)
        .values({ ...input, orgId: ctx.orgId })
        .returning(shown);
      await audit(ctx, "tag.created", `tag ${input.name}`);
      return tag!;
    }),
  );
}

export async function renameTag(ctx: Ctx, input: z.output<typeof RenameTag>): Promise<void> {
  permit(ctx, "contacts.edit");
  await unlessTaken("tag", input.name, () => change(ctx, input.tag, "tag.renamed", { name: input.name }));
}

export async function colourTag(ctx: Ctx, input: z.output<typeof ColourTag>): Promise<void> {
  permit(ctx, "contacts.edit");
  await change(ctx, input.tag, "tag.coloured", { colour: input.colour });
}

/**
 * Gives everybody who has one of `from` the tag `into`, and ends `from`. Returns how many got `into` by it.
 * @throws Failure not-found, invalid (a tag into itself)
 */
export async function mergeTags(ctx: Ctx, input: z.output<typeof MergeTags>): Promise<{ name: string; moved: number }> {
  permit(ctx, "contacts.edit");
  if (input.from.includes(input.into)) {
    const message = "A tag cannot be merged into itself. Choose another one.";
    throw invalid(message, { into: message });
  }
  return transact(ctx, async (ctx) => {
    const locked = await lock(ctx, [...new Set([...input.from, input.into])]);
    const into = locked.find(({ publicId }) => publicId === input.into)!;
    const from = locked.filter((tag) => tag !== into);
    const ids = anyId(from.map(({ id }) => id));
    const moved = await ctx.db.execute<{ n: number }>(sql`
      with moved as (
        insert into contact_tags (org_id, tag_id, contact_id, added_at, added_by, store_label)
        select distinct on (contact_id) org_id, ${into.id}::bigint, contact_id, added_at, added_by, store_label
        from contact_tags
        where org_id = ${ctx.orgId} and tag_id = ${ids} order by contact_id, store_label is not null, added_at
        on conflict do nothing returning 1
      ) select count(*)::int as n from moved`);
    await ctx.db.execute(sql`delete from tags where org_id = ${ctx.orgId} and id = ${ids}`);
    const names = from.map(({ name }) => name);
    await audit(ctx, "tag.merged", `tag ${into.name}`, { from: names, contacts: moved[0]!.n });
    return { name: into.name, moved: moved[0]!.n };
  });
}

/** Takes the tag off everybody, and ends it. Returns how many had it. @throws Failure not-found */
export async function deleteTag(ctx: Ctx, input: z.output<typeof OneTag>): Promise<{ name: string; contacts: number }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const [tag] = await lock(ctx, [input.tag]);
    const [links] = await ctx.db.execute<{ n: number }>(sql`
      with gone as (
        delete from contact_tags where org_id = ${ctx.orgId} and tag_id = ${tag!.id} returning 1
      ) select count(*)::int as n from gone`);
    await ctx.db.delete(tags).where(and(eq(tags.orgId, ctx.orgId), eq(tags.id, tag!.id)));
    await audit(ctx, "tag.deleted", `tag ${tag!.name}`, { contacts: links!.n });
    return { name: tag!.name, contacts: links!.n };
  });
}

const shown = { id: tags.publicId, name: tags.name, colour: tags.colour, createdAt: tags.createdAt };

/**
 * Every one of these tags, kept from others until the transaction ends. In the order of ids, so that nobody deadlocks.
 */
async function lock(ctx: Working, publicIds: string[]) {
  const rows = await ctx.db
    .select({ id: tags.id, publicId: tags.publicId, name: tags.name, colour: tags.colour })
    .from(tags)
    .where(and(eq(tags.orgId, ctx.orgId), inArray(tags.publicId, publicIds)))
    .orderBy(asc(tags.id))
    .for("update");
  if (rows.length < publicIds.length) throw notFound("tag");
  return rows;
}

async function change(ctx: Ctx, tag: string, verb: string, next: { name: string } | { colour: string }) {
  await transact(ctx, async (ctx) => {
    const [before] = await lock(ctx, [tag]);
    const is = { name: before!.name, colour: before!.colour };
    const after = { ...is, ...next };
    if (after.name === is.name && after.colour === is.colour) return;
    await ctx.db
      .update(tags)
      .set(next)
      .where(and(eq(tags.orgId, ctx.orgId), eq(tags.id, before!.id)));
    const was = "name" in next ? { name: is.name } : { colour: is.colour };
    await audit(ctx, verb, `tag ${is.name}`, { before: was, after: next });
  });
}
