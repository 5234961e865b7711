import type { ImportRow } from "./row";

/** For so long an import can be undone, and its file and refused rows are kept. */
export const keptDays = 30;

export const isKept = ({ askedAt }: Pick<ImportRow, "askedAt">) =>
  askedAt !== null && Date.now() - askedAt.getTime() < keptDays * 24 * 3600 * 1000;

/** It has ended, did something to contacts, and that is still remembered one by one. */
export function canUndo(row: Pick<ImportRow, "state" | "askedAt" | "loaded" | "updated" | "kind">): boolean {
  const ended = row.state === "done" || row.state === "cancelled" || row.state === "failed";
  return ended && row.loaded + row.updated > 0 && isKept(row);
}
