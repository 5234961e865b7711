/**
 * Typed failures. Verbs throw them; the edge (action, route, job) translates each once. Messages are for the reader.
 */

export type Problem =
  | "not-found"
  | "forbidden"
  | "invalid"
  | "conflict"
  | "unauthenticated"
  | "too-many"
  | "unavailable";

const status: Record<Problem, number> = {
  "not-found": 404,
  forbidden: 403,
  invalid: 422,
  conflict: 409,
  unauthenticated: 401,
  "too-many": 429,
  unavailable: 503,
};

/** A failure that may be told to the user as it stands. `fields` names the inputs at fault, message per field. */
export class Failure extends Error {
  constructor(
    readonly problem: Problem,
    message: string,
    readonly fields: Record<string, string> = {},
  ) {
    super(message);
    this.name = "Failure";
  }

  get status() {
    return status[this.problem];
  }
}

/** A foreign id and an absent one get the same answer, so that nothing can be guessed across organizations. */
export const notFound = (what: string) => new Failure("not-found", `This ${what} does not exist, or not any more.`);
export const invalid = (message: string, fields?: Record<string, string>) => new Failure("invalid", message, fields);
export const conflict = (message: string) => new Failure("conflict", message);

/** What Postgres called it ("23505"), also where drizzle wrapped it; undefined for errors of others. */
export function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return "code" in error ? error.code : codeOf(error.cause);
}
