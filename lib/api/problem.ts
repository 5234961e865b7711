/** What a refused call is told, in the form of RFC 9457: one type each, and every fault with a pointer to its place. */
import { z } from "zod";
import { appUrl } from "@/lib/env";
import { Failure, type Problem } from "@/lib/errors";
import { type Endpoint, Misread } from "./endpoint";

/** `pointer` is a JSON pointer into the body; `parameter` names one of the address. */
export type Fault = { detail: string; pointer?: string; parameter?: string };

/** By the end of its address: the status, the title, and what to do about it. */
export const problems = {
  unreadable: [400, "The body cannot be read", "Send JSON in UTF-8, or nothing where nothing is expected."],
  unauthenticated: [
    401,
    "No key, or not a working one",
    "Send “Authorization: Bearer clt_…” with a key that is not revoked.",
  ],
  forbidden: [
    403,
    "The key may not do this",
    "Make a key with the scope that the endpoint names, for the whole organization where it says so.",
  ],
  "not-found": [
    404,
    "There is no such thing",
    "Ids of another organization, or of another store than the key’s, are not found either.",
  ],
  "wrong-method": [405, "The address does not take this method", "The header Allow names those it takes."],
  conflict: [
    409,
    "It cannot be done now",
    "Something else happens at the same time, or stands in the way. The detail says what.",
  ],
  "too-large": [413, "The body is too large", "Send fewer at once: at most 1,000 and 5 MB."],
  unsupported: [
    415,
    "The body is of another kind",
    "Send JSON with the header “Content-Type: application/json”; a file as its bytes, not in a form.",
  ],
  invalid: [
    422,
    "Something in the call is wrong",
    "The detail says what; “errors” names each fault that has a place, by a JSON pointer into the body or a parameter.",
  ],
  reused: [422, "This Idempotency-Key was used for another call", "Take a new Idempotency-Key for each new call."],
  "too-many": [429, "Too many calls", "Wait as many seconds as Retry-After says."],
  unknown: [
    500,
    "Something went wrong on our side",
    "Nothing was changed. Try again with the same Idempotency-Key, or tell us the request id.",
  ],
  unavailable: [503, "Not now", "Try again in a minute, with the same Idempotency-Key."],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ProblemName = keyof typeof problems;

export class ApiProblem extends Error {
  constructor(
    readonly problem: ProblemName,
    message: string,
    readonly errors: Fault[] = [],
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  get status() {
    return problems[this.problem][0];
  }

  /** The body. `id` is the request's. */
  toJson(id: string) {
    const [status, title] = problems[this.problem];
    const type = `${appUrl()}/developers/problems#${this.problem}`;
    const errors = this.errors.length > 0 ? { errors: this.errors } : {};
    return { type, title, status, detail: this.message, instance: `urn:request:${id}`, ...errors };
  }
}

/** What the documents tell of it. */
export const ProblemBody = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    errors: z
      .array(z.object({ detail: z.string(), pointer: z.string().optional(), parameter: z.string().optional() }))
      .optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457. “errors” names each fault by a JSON pointer into the body." });

/** A failure of the house as a caller of `endpoint` is told it; null for what was not foreseen. */
export function problemOf(error: unknown, endpoint?: Endpoint): ApiProblem | null {
  if (error instanceof ApiProblem) return error;
  if (error instanceof Misread)
    return new ApiProblem(
      "invalid",
      summary(error),
      error.issues.flatMap((one) => faultsOf(error, one)),
    );
  if (!(error instanceof Failure)) return null;
  const faults = Object.entries(error.fields).map(([field, detail]) => ({ detail, ...fieldIn(endpoint, field) }));
  return new ApiProblem(error.problem satisfies Problem, error.message, faults);
}

function summary({ issues }: Misread): string {
  const count = issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
  return count === 1 ? "One thing in this call needs another look." : `${count} things in this call need another look.`;
}

function faultsOf({ of, schema }: Misread, issue: z.core.$ZodIssue): Fault[] {
  if (issue.code !== "unrecognized_keys") return [{ detail: issue.message, ...placeOf(of, issue.path) }];
  const allowed = fieldsAt(schema, issue.path);
  return issue.keys.map((key) => ({
    detail: `There is no field “${key.slice(0, 60)}” here. ${allowed.length > 0 ? `Allowed: ${allowed.join(", ")}.` : "None is allowed."}`,
    ...placeOf(of, [...issue.path, key]),
  }));
}

/** Verbs name what pages send too: what this endpoint does not take has no place in the call. */
function fieldIn(endpoint: Endpoint | undefined, field: string): Partial<Fault> {
  const has = (schema: z.ZodObject | undefined) => schema !== undefined && Object.hasOwn(schema.shape, field);
  if (has(endpoint?.body)) return { pointer: `/${field}` };
  return has(endpoint?.query) || has(endpoint?.file?.query) ? { parameter: field } : {};
}

function placeOf(of: Misread["of"], path: readonly PropertyKey[]): Partial<Fault> {
  if (of !== "body") return path.length > 0 ? { parameter: String(path[0]) } : {};
  return { pointer: path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("") };
}

/** The names an object at this path may have. */
function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrapped(schema);
  if (path.length === 0) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  const [first, ...rest] = path;
  if (inner instanceof z.ZodArray) return fieldsAt(inner.element as z.ZodType, rest);
  const field = inner instanceof z.ZodObject ? inner.shape[String(first)] : undefined;
  return field instanceof z.ZodType ? fieldsAt(field, rest) : [];
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unwrapped(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodPipe ? unwrapped(schema.in as z.ZodType) : schema;
}
