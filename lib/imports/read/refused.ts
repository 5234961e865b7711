import { type Failure, invalid } from "@/lib/errors";

/** A file that is not read, and what to do about it. The sentence stands beside the field `file`. */
export const refused = (message: string): Failure => invalid(message, { file: message });
