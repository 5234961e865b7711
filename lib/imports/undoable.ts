import type { ImportRow } from "./row";

/** For so long an import can be undone, and its file and refused rows are kept. */
export const keptDays = 30;

export const isKept = ({ askedAt }: Pick<ImportRow, "askedAt">) =>
  askedAt !== null && Date.now() - askedAt.getTime() < keptDays * 24 * 3600 * 1000;

/** Nothing of it moves any more; before it is undone. */
export const hasEnded = ({ state }: Pick<ImportRow, "state">) =>
  state === "done" || state === "cancelled" || state === "failed";

/**
 * It has ended, and what it did to each contact is still remembered. Who found people as they are speaks for them: what
 * an earlier file brought stays for its sake, until it is undone itself.
 */
export function canUndo(row: Pick<ImportRow, "state" | "askedAt" | "loaded" | "updated" | "known" | "kind">): boolean {
  const speaksFor = row.kind === "contacts" ? row.known : 0;
  return hasEnded(row) && row.loaded + row.updated + speaksFor > 0 && isKept(row);
}
