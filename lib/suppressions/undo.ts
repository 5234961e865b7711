/** What undoes a change, kept by the browser that made it: sealed, so that it tells nothing and cannot be made up. */
import { Failure } from "@/lib/errors";
import { seal, unseal } from "@/lib/secrets";

const hour = 3_600_000;

/** `told` is JSON that says what was changed. Good for an hour, in this organization. */
export const sealUndo = (orgId: number, what: string, told: object) =>
  seal(JSON.stringify({ told, until: Date.now() + hour }), placeOf(orgId, what));

/** @throws Failure not-found for a token that is over, another organization's or nobody's */
export function openUndo(orgId: number, what: string, token: string): unknown {
  const { told, until } = read(token, placeOf(orgId, what));
  if (Date.now() > until) throw over();
  return told;
}

function read(token: string, place: string): { told: unknown; until: number } {
  try {
    return JSON.parse(unseal(token, place));
  } catch {
    throw over();
  }
}

const placeOf = (orgId: number, what: string) => `undo ${what} ${orgId}`;
const over = () => new Failure("not-found", "This cannot be undone any more.");
