/**
 * What a merchant did by hand in the demo: lists, tags, switches and a suppressed address, all by the verbs of the
 * pages.
 */
import { listContacts } from "@/lib/contacts/directory";
import { everything, type Query } from "@/lib/contacts/directory/params";
import { disableContact, excludeContact } from "@/lib/contacts/switches";
import { createList, joinList, listLists } from "@/lib/lists/lists";
import { suppress } from "@/lib/suppressions/suppressions";
import { type colours, createTag, listTags, tagContact } from "@/lib/tags/tags";
import type { Ctx } from "@/lib/tenancy";

/** Of those who match, in the query's order, every `every`th until there are `count`. */
type Some = Partial<Query> & { count: number; every?: number };

export type Arrangement = {
  lists: { name: string; description: string; of: Some }[];
  tags: { name: string; colour: (typeof colours)[number]; of: Some }[];
  disabled: Some;
  excluded: Some;
  suppressed: { addresses: string; note: string };
};

/** Does what is not there yet, so that a run that was cut off is finished by the next. */
export async function arrange(ctx: Ctx, { lists, tags, disabled, excluded, suppressed }: Arrangement): Promise<void> {
  const [knownLists, knownTags] = [await listLists(ctx), await listTags(ctx)];
  for (const { name, description, of } of lists) {
    const list = knownLists.find((known) => known.name === name) ?? (await createList(ctx, { name, description }));
    for (const contact of await some(ctx, of)) await joinList(ctx, { contact, list: list.id });
  }
  for (const { name, colour, of } of tags) {
    if (!knownTags.some((known) => known.name === name)) await createTag(ctx, { name, colour });
    for (const contact of await some(ctx, of)) await tagContact(ctx, { contact, tags: [name] });
  }
  for (const contact of await some(ctx, disabled)) await disableContact(ctx, { contact, disabled: true });
  for (const contact of await some(ctx, excluded)) await excludeContact(ctx, { contact, excluded: true });
  await suppress(ctx, { channel: "email", ...suppressed });
}

async function some(ctx: Ctx, { count, every = 1, ...query }: Some): Promise<string[]> {
  const { rows } = await listContacts(ctx, { ...everything, ...query }, count * every);
  return rows.filter((_, place) => place % every === 0).map(({ id }) => id);
}
