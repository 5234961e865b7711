"use server";
import { UnsubscribeContact, unsubscribeContact } from "@/lib/contacts/choices";
import { DeleteContact, deleteContact, RestoreContact, restoreContact } from "@/lib/contacts/remove";
import { DisableContact, disableContact } from "@/lib/contacts/switches";
import { TagContact, tagContact, UntagContact, untagContact } from "@/lib/tags/tags";
import { action } from "@/lib/web/action";

export const disableContactAction = action(DisableContact, disableContact);
export const deleteContactAction = action(DeleteContact, deleteContact);
export const restoreContactAction = action(RestoreContact, restoreContact);
export const tagContactAction = action(TagContact, tagContact, {
  message: ({ added }) => (added.length > 0 ? `Added ${added.join(", ")}.` : "They had this tag already."),
});
export const untagContactAction = action(UntagContact, untagContact, {
  message: ({ removed }) => (removed ? `Removed ${removed}.` : undefined),
});
export const unsubscribeContactAction = action(UnsubscribeContact, unsubscribeContact, {
  message: ({ channels }) => (channels.length > 0 ? "Unsubscribed." : "They were unsubscribed already."),
});
