/** Tags on one contact, by hand. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { holdContact } from "@/lib/contacts/held";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { anyId } from "@/lib/sets";
import { type Ctx, transact } from "@/lib/tenancy";
import { writeLine } from "@/lib/timeline/write";
import { nameTags, TagName } from "./names";

/** `tags` are names; the unknown ones are made. */
export const TagContact = z.object({
  contact: z.uuid(),
  tags: z.array(TagName).min(1, "Choose or name a tag.").max(50, "Add at most 50 tags at once."),
});
export const UntagContact = z.object({ contact: z.uuid(), tag: z.uuid() });

/** Puts tags on a contact, each once. Returns the names of those it had not. @throws Failure not-found */
export async function tagContact(ctx: Ctx, input: z.output<typeof TagContact>): Promise<{ added: string[] }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const { id } = await holdContact(ctx, input.contact);
    const tags = await nameTags(ctx, input.tags);
    const rows = await ctx.db.execute<{ name: string }>(sql`
      with added as (
        insert into contact_tags (org_id, tag_id, contact_id, added_by)
        select org_id, tags.id, ${id}, ${ctx.actor.name} from tags
        where org_id = ${ctx.orgId} and id = ${anyId(tags.map(({ id }) => id))}
        on conflict do nothing returning tag_id
      )
      select t.name from added join tags t on t.org_id = ${ctx.orgId} and t.id = tag_id order by t.name`);
    const added = rows.map(({ name }) => name);
    for (const name of added) await writeLine(ctx, id, "tag.added", { name });
    return { added };
  });
}

/** Takes a tag off a contact; one it has not is no error. @throws Failure not-found */
export async function untagContact(
  ctx: Ctx,
  input: z.output<typeof UntagContact>,
): Promise<{ removed: string | null }> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const { id } = await holdContact(ctx, input.contact);
    const [tag] = await ctx.db.execute<{ id: string; name: string }>(
      sql`select id, name from tags where org_id = ${ctx.orgId} and public_id = ${input.tag}::uuid`,
    );
    if (!tag) throw notFound("tag");
    const gone = await ctx.db.execute(sql`
      delete from contact_tags
      where org_id = ${ctx.orgId} and tag_id = ${tag.id} and contact_id = ${id} returning 1`);
    if (gone.length === 0) return { removed: null };
    await writeLine(ctx, id, "tag.removed", { name: tag.name });
    return { removed: tag.name };
  });
}
