/** Names that are taken, told at the field. */
import { codeOf, invalid } from "./errors";

const uniqueViolation = "23505";

/** Runs a write that a unique index on names may refuse; `what` is "tag". @throws Failure invalid at `name` */
export async function unlessTaken<T>(what: string, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== uniqueViolation) throw error;
    const message = `There is a ${what} “${name}” already. Choose another name.`;
    throw invalid(message, { name: message });
  }
}
