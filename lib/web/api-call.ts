/** What a call of the API brings, as it comes in: its query, its body, its Idempotency-Key. Checked by the endpoint. */
import type { Sent } from "../api/endpoint";
import type { Match } from "../api/endpoints";
import { ApiProblem } from "../api/problem";
import { sha256 } from "../secrets";
import { readBody } from "./body";

const mostBytes = 5 * 1024 * 1024;

/** @throws ApiProblem invalid */
export function keyOf({ headers, method }: Request): string | null {
  const key = ["GET", "HEAD"].includes(method) ? null : headers.get("idempotency-key");
  if (key === null || /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new ApiProblem("invalid", "An Idempotency-Key has 1 to 200 letters, digits and signs, and no spaces.");
}

/** What makes two calls the same one: what is asked, of what, with which body, of which `digest` is the hash. */
export function callHash({ method, url }: Request, path: readonly string[], digest: string): string {
  return sha256(`${method} ${path.join("/")}${new URL(url).search}\n${digest}`);
}

export async function bodyOf(request: Request): Promise<Buffer> {
  const body = await readBody(request, mostBytes);
  if (body === null) throw new ApiProblem("too-large", "A body may have at most 5 MB.");
  return body;
}

export function jsonOf({ endpoint }: Match, body: Buffer): unknown {
  if (!endpoint.body) {
    // Many clients send an empty object along with every POST.
    if (body.length > 0 && body.toString().trim() !== "{}")
      throw new ApiProblem("unreadable", "This endpoint takes no body.");
    return undefined;
  }
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new ApiProblem("unreadable", "The body is not JSON in UTF-8.");
  }
}

/** No endpoint takes anything so deep; what looks into it goes one call deeper for each level. */
const deepest = 100;

/** @throws ApiProblem invalid where PostgreSQL could not keep a text, and for what is nested without end */
export function refuseUnstorable(value: unknown, depth = 0) {
  if (depth > deepest) throw new ApiProblem("invalid", `The body is nested more than ${deepest} levels deep.`);
  if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed()))
    throw new ApiProblem("invalid", "A text holds a character that no text can hold (NUL, or half of one).");
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    refuseUnstorable(name, depth);
    refuseUnstorable(inner, depth + 1);
  }
}

export function queryOf({ url }: Request): Sent["query"] {
  const given = new URL(url).searchParams;
  const names = [...new Set(given.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = given.getAll(name);
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
}
