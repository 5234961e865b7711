"use server";
import { SubscribeContact, subscribeContact } from "@/lib/contacts/choices";
import { ExcludeContact, excludeContact } from "@/lib/contacts/switches";
import { ContactAndList, joinList, leaveList } from "@/lib/lists/lists";
import { action } from "@/lib/web/action";

export const excludeContactAction = action(ExcludeContact, excludeContact);
export const subscribeContactAction = action(SubscribeContact, subscribeContact, { message: "Recorded." });
export const joinListAction = action(ContactAndList, joinList, {
  message: ({ name, changed }) => (changed ? `Added to ${name}.` : `They are on ${name} already.`),
});
export const leaveListAction = action(ContactAndList, leaveList, { message: ({ name }) => `Removed from ${name}.` });
