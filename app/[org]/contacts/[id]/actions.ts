"use server";
import { EditContact, editContact } from "@/lib/contacts/edits";
import { EraseContact, eraseContact } from "@/lib/contacts/erase";
import { MergeByHand, mergeByHand } from "@/lib/contacts/merge-by-hand";
import { action } from "@/lib/web/action";

export const editContactAction = action(EditContact, editContact, {
  redirect: ({ contact, meanwhile }, org) =>
    `/${org}/contacts/${contact}${meanwhile.length > 0 ? `?meanwhile=${meanwhile.join(",")}` : ""}`,
});
export const mergeByHandAction = action(MergeByHand, mergeByHand, {
  redirect: ({ contact }, org) => `/${org}/contacts/${contact}`,
});
export const eraseContactAction = action(EraseContact, eraseContact, { redirect: (_, org) => `/${org}/contacts` });
