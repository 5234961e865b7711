/** What a dialog offers: every tag's name, and the lists. */
import { listLists } from "@/lib/lists/lists";
import { listTags } from "@/lib/tags/tags";
import { orgRoute } from "@/lib/web/api-route";
import type { Choices } from "../fields";

export const GET = orgRoute(async ({ ctx }) => {
  const [tags, lists] = await Promise.all([listTags(ctx), listLists(ctx)]);
  const choices: Choices = {
    tags: tags.map(({ name }) => name),
    lists: lists.map(({ id, name }) => ({ id, name })),
  };
  return Response.json(choices);
});
