"use server";
import { plural } from "@/lib/format";
import * as lists from "@/lib/lists/lists";
import { action } from "@/lib/web/action";

export const createList = action(lists.CreateList, lists.createList, {
  message: ({ name }) => `The list “${name}” is there.`,
});
export const renameList = action(lists.RenameList, lists.renameList, { message: "Saved." });
export const deleteList = action(lists.OneList, lists.deleteList, {
  message: ({ name, members }) => `“${name}” is deleted. ${plural(members, "member")} left it.`,
});
