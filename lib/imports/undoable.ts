import type { ImportRow } from "./row";

/** For so long an import can be undone, and its file and refused rows are kept. */
export const keptDays = 30;

export const isKept = ({ askedAt }: Pick<ImportRow, "askedAt">) =>
  askedAt !== null && Date.now() - askedAt.getTime() < keptDays * 24 * 3600 * 1000;

/** Nothing of it moves any more; before it is undone. */
export const hasEnded = ({ state }: Pick<ImportRow, "state">) =>
  state === "done" || state === "cancelled" || state === "failed";

/**
 * It has ended, and what it did is still remembered. A file that found people, or suppressed addresses, as it says them
 * speaks for them: what an earlier one brought stays for its sake, until it is undone itself.
 */
export function canUndo(row: Pick<ImportRow, "state" | "askedAt" | "loaded" | "updated" | "known" | "kind">): boolean {
  const speaksFor = row.kind === "unsubscribed" ? 0 : row.known;
  return hasEnded(row) && row.loaded + row.updated + speaksFor > 0 && isKept(row);
}
