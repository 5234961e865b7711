"use server";
import { plural } from "@/lib/format";
import * as tags from "@/lib/tags/tags";
import { action } from "@/lib/web/action";

export const createTag = action(tags.CreateTag, tags.createTag, {
  message: ({ name }) => `The tag “${name}” is there.`,
});
export const renameTag = action(tags.RenameTag, tags.renameTag, { message: "Saved." });
export const colourTag = action(tags.ColourTag, tags.colourTag);
export const mergeTags = action(tags.MergeTags, tags.mergeTags, {
  message: ({ name, moved }) => `Merged. ${plural(moved, "contact")} got “${name}”.`,
});
export const deleteTag = action(tags.OneTag, tags.deleteTag, {
  message: ({ name, contacts }) => `“${name}” is deleted. ${plural(contacts, "contact")} had it.`,
});
