"use server";
import { BeginBulk, beginBulk } from "@/lib/bulk/begin";
import { cancelBulk, OfBulk, undoBulk } from "@/lib/bulk/manage";
import { action } from "@/lib/web/action";
import { doingOf } from "./words";

/** From the list, which shows how far it is. */
export const beginBulkAction = action(BeginBulk, beginBulk, {
  message: ({ kind, expected }) => `${doingOf({ kind, names: [], expected, changed: 0, state: "running" })}`,
});

/** From a page of its own: leads to the action's. */
export const beginBulkOnPage = action(BeginBulk, beginBulk, {
  redirect: ({ bulk }, org) => `/${org}/contacts/bulk/${bulk}`,
});

export const cancelBulkAction = action(OfBulk, cancelBulk, { message: "Stopping after this batch." });
export const undoBulkAction = action(OfBulk, undoBulk, { message: "Being undone." });
