"use server";
import { z } from "zod";
import * as segments from "@/lib/segments/segments";
import { action } from "@/lib/web/action";

export const renameSegment = action(segments.RenameSegment, segments.renameSegment, { message: "Saved." });
export const duplicateSegment = action(segments.OneSegment, segments.duplicateSegment, {
  message: "The copy is there, as a draft.",
});
export const activateSegment = action(segments.OneSegment, segments.activateSegment, {
  message: "Active. Its members are there within moments.",
});
export const archiveSegment = action(segments.OneSegment, segments.archiveSegment, {
  message: "Archived. Nobody is in it any more.",
});
export const deleteSegment = action(segments.OneSegment, segments.deleteSegment, {
  message: ({ name }) => `“${name}” is deleted.`,
});
/** From the segment's own page, which ends with it. */
export const deleteShownSegment = action(segments.OneSegment, segments.deleteSegment, {
  redirect: (_, org) => `/${org}/segments`,
});
export const refreshNow = action(z.object({}), segments.refreshNow, { message: "The refresh has begun." });
