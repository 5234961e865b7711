import { z } from "zod";
import { CreateList, createList, deleteList, listLists, RenameList, renameList } from "@/lib/lists/lists";
import { CreateTag, createTag, deleteTag, listTags, RenameTag, renameTag } from "@/lib/tags/tags";
import { Changed, ChangeList, ChangeTag, changeList, changeTag } from "../contacts/groups";
import { endpoint } from "../endpoint";
import { dated, List, Tag } from "../groups";
import { Id, pageOf } from "../schemas";

const changing = { add: ["0197a1c2-0000-7000-8000-000000000001"], remove: [] };
const OneTag = z.object({ tag: Id });
const OneList = z.object({ list: Id });

export const tags = [
  endpoint({
    method: "GET",
    path: "/tags",
    group: "Tags",
    scope: "contacts.read",
    title: "List tags",
    output: pageOf(Tag),
    run: async (ctx) => ({ items: (await listTags(ctx)).map(dated), next: null }),
  }),
  endpoint({
    method: "POST",
    path: "/tags",
    group: "Tags",
    scope: "contacts.edit",
    title: "Create a tag",
    body: z.strictObject(CreateTag.shape),
    example: { name: "Workshop", colour: "blue" },
    output: Tag,
    status: 201,
    run: async (ctx, input) => dated(await createTag(ctx, input)),
  }),
  endpoint({
    method: "PATCH",
    path: "/tags/{tag}",
    group: "Tags",
    scope: "contacts.edit",
    whole: true,
    title: "Rename a tag",
    params: OneTag,
    body: z.strictObject({ name: RenameTag.shape.name }),
    example: { name: "Workshops" },
    output: z.object({ tag: Id, name: z.string() }),
    run: async (ctx, input) => {
      await renameTag(ctx, input);
      return input;
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/tags/{tag}",
    group: "Tags",
    scope: "contacts.edit",
    whole: true,
    title: "Delete a tag",
    about: "Everybody loses it.",
    params: OneTag,
    output: z.object({ name: z.string(), contacts: z.int() }),
    run: deleteTag,
  }),
  endpoint({
    method: "POST",
    path: "/tags/{tag}/contacts",
    group: "Tags",
    scope: "contacts.edit",
    title: "Tag and untag contacts",
    params: OneTag,
    body: ChangeTag,
    example: changing,
    output: Changed,
    run: changeTag,
  }),
];

export const lists = [
  endpoint({
    method: "GET",
    path: "/lists",
    group: "Lists",
    scope: "contacts.read",
    title: "List the lists",
    output: pageOf(List),
    run: async (ctx) => ({ items: (await listLists(ctx)).map(dated), next: null }),
  }),
  endpoint({
    method: "POST",
    path: "/lists",
    group: "Lists",
    scope: "contacts.edit",
    title: "Create a list",
    body: z.strictObject(CreateList.shape),
    example: { name: "Monthly letter" },
    output: List,
    status: 201,
    run: async (ctx, input) => dated(await createList(ctx, input)),
  }),
  endpoint({
    method: "PATCH",
    path: "/lists/{list}",
    group: "Lists",
    scope: "contacts.edit",
    whole: true,
    title: "Rename and describe a list",
    about: "What is absent stays.",
    params: OneList,
    example: { name: "Monthly letter", description: "What is new in the shop." },
    body: z.strictObject({ name: RenameList.shape.name, description: RenameList.shape.description }),
    output: z.object({ list: Id, name: z.string(), description: z.string() }),
    run: async (ctx, input) => ({ list: input.list, ...(await renameList(ctx, input)) }),
  }),
  endpoint({
    method: "DELETE",
    path: "/lists/{list}",
    group: "Lists",
    scope: "contacts.edit",
    whole: true,
    title: "Delete a list",
    about: "Everybody leaves it; nobody’s consent changes.",
    params: OneList,
    output: z.object({ name: z.string(), members: z.int() }),
    run: deleteList,
  }),
  endpoint({
    method: "POST",
    path: "/lists/{list}/contacts",
    group: "Lists",
    scope: "contacts.edit",
    title: "Put contacts on a list and take them off",
    about: "Being on a list is no permission to write: consent is not touched.",
    params: OneList,
    body: ChangeList,
    example: changing,
    output: Changed,
    run: changeList,
  }),
];
