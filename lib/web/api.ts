/** The door of the REST API: who calls, whether they may, once or again, and every answer in its form. */
import { randomBytes } from "node:crypto";
import { after } from "next/server";
import type { Sent } from "../api/endpoint";
import { type Match, matching } from "../api/endpoints";
import { type Answer, once } from "../api/idempotency";
import { ApiProblem, problemOf } from "../api/problem";
import { authenticate, type Caller, noteUse } from "../api-keys/authenticate";
import { type Allowance, meter } from "../limits";
import { errorFacts, log } from "../log";
import { permit } from "../permissions";
import { sha256 } from "../secrets";
import { boundTo, type Ctx } from "../tenancy";
import { readBody } from "./body";
import { visitorOf } from "./visitor";

const mostBytes = 5 * 1024 * 1024;

/** Answers one call. `path` is what comes after /api/v1. */
export async function answerApi(request: Request, path: readonly string[]): Promise<Response> {
  const id = randomBytes(12).toString("hex");
  const headers: Record<string, string> = { "request-id": id, "cache-control": "no-store" };
  try {
    const caller = await callerOf(request);
    after(() => noteUse(caller).catch((error) => log.warn({ error: String(error) }, "a key's use was not noted")));
    const allowance = await meter("api", String(caller.keyId));
    Object.assign(headers, limitsOf(allowance));
    if (allowance.refused) throw tooMany(allowance);
    const answer = await work(caller, request, path);
    if (answer.again) headers["idempotent-replayed"] = "true";
    return respond(answer.status, answer.body, "application/json", headers);
  } catch (error) {
    const problem = problemOf(error) ?? unforeseen(error, id);
    return respond(problem.status, JSON.stringify(problem.toJson(id)), "application/problem+json", {
      ...headers,
      ...problem.headers,
    });
  }
}

async function callerOf(request: Request): Promise<Caller> {
  const [, secret] = /^Bearer\s+(\S{1,200})$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const caller = secret ? await authenticate(secret) : null;
  if (caller) return caller;
  const { ip } = visitorOf(request.headers);
  const allowance = await meter("api-unknown", ip);
  if (allowance.refused) throw tooMany(allowance);
  const detail = secret
    ? "This key is unknown, was revoked, or was replaced by a newer one."
    : "Send a key: “Authorization: Bearer clt_…”.";
  throw new ApiProblem("unauthenticated", detail, [], { "www-authenticate": 'Bearer realm="Clientele"' });
}

async function work(
  { ctx, keyId }: Caller,
  request: Request,
  path: readonly string[],
): Promise<Answer & { again: boolean }> {
  const { method } = request;
  const match = matching(method, path);
  if ("allowed" in match) throw lost(match.allowed);
  mayCall(ctx, match);
  if (match.endpoint.takes) return { ...(await handOn(ctx, match, request)), again: false };
  if (match.endpoint.file && isFile(request)) return { ...(await takeFile(ctx, match, request)), again: false };
  const body = await bodyOf(request);
  if (body.length > 0 && !/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new ApiProblem("unsupported", "Send JSON, with the header “Content-Type: application/json”.");
  }
  const { search, searchParams } = new URL(request.url);
  const sent: Sent = { params: match.params, query: queryOf(searchParams), body: jsonOf(match, body) };
  if (!isStorable(sent)) throw unstorable();
  const run = async (ctx: Ctx): Promise<Answer> => {
    const answer = await match.endpoint.answer(ctx, sent);
    return { status: match.endpoint.status, body: JSON.stringify(answer) };
  };
  const idempotencyKey = request.headers.get("idempotency-key");
  if (idempotencyKey === null || method === "GET") return { ...(await run(ctx)), again: false };
  if (!/^[\x21-\x7e]{1,200}$/.test(idempotencyKey)) {
    throw new ApiProblem("invalid", "An Idempotency-Key has 1 to 200 letters, digits and signs, and no spaces.");
  }
  const hash = sha256(`${method} ${path.join("/")}${search}\n${sha256(body)}`);
  return once(ctx, { keyId, idempotencyKey, hash }, run);
}

/** A file's bytes go on as they come: 2 GB are never held here. */
async function handOn(ctx: Ctx, { endpoint, params }: Match, request: Request): Promise<Answer> {
  const query = queryOf(new URL(request.url).searchParams);
  const answer = await endpoint.answer(ctx, { params, query, body: undefined, file: request.body ?? undefined });
  return { status: endpoint.status, body: JSON.stringify(answer) };
}

const isFile = ({ body, headers }: Request) =>
  body !== null && !/^application\/json\b/i.test(headers.get("content-type") ?? "");

/** As `handOn`, where the file is the whole call and its settings are in the query. */
async function takeFile(ctx: Ctx, { endpoint, params }: Match, request: Request): Promise<Answer> {
  if (/^multipart\//i.test(request.headers.get("content-type") ?? "")) {
    throw new ApiProblem("unsupported", "Send the bytes of the file themselves as the body, not a form with it.");
  }
  const size = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!Number.isSafeInteger(size)) {
    throw new ApiProblem("invalid", "Say how many bytes the file has, with the header “Content-Length”.");
  }
  const sent: Sent = { params, query: queryOf(new URL(request.url).searchParams), body: undefined };
  if (!isStorable(sent.query)) throw unstorable();
  const answer = await endpoint.file!.answer(ctx, sent, { bytes: request.body!, size });
  return { status: 202, body: JSON.stringify(answer) };
}

function mayCall(ctx: Ctx, { endpoint }: Match) {
  permit(ctx, endpoint.scope);
  if (endpoint.whole && boundTo(ctx) !== null) {
    throw new ApiProblem("forbidden", "This concerns the whole organization, and the key is for one store.");
  }
}

async function bodyOf(request: Request): Promise<Buffer> {
  const body = await readBody(request, mostBytes);
  if (body === null) throw new ApiProblem("too-large", "A body may have at most 5 MB.");
  return body;
}

function jsonOf({ endpoint }: Match, body: Buffer): unknown {
  if (!endpoint.body) {
    if (body.length > 0) throw new ApiProblem("unreadable", "This endpoint takes no body.");
    return undefined;
  }
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new ApiProblem("unreadable", "The body is not JSON in UTF-8.");
  }
}

/** A NUL or half of a pair in any text: PostgreSQL keeps neither. */
function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\0") && value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner));
}

const unstorable = () =>
  new ApiProblem("invalid", "A text holds a character that no text can hold (NUL, or half of one).");

function queryOf(given: URLSearchParams): Sent["query"] {
  const names = [...new Set(given.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = given.getAll(name);
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
}

function lost(allowed: string[]): ApiProblem {
  if (allowed.length === 0)
    return new ApiProblem("not-found", "There is no such address. The reference lists them all.");
  return new ApiProblem("wrong-method", `This address takes ${allowed.join(", ")}.`, [], { allow: allowed.join(", ") });
}

const limitsOf = ({ limit, remaining, reset }: Allowance) => ({
  "ratelimit-limit": String(limit),
  "ratelimit-remaining": String(remaining),
  "ratelimit-reset": String(reset),
});

function tooMany({ limit, reset }: Allowance): ApiProblem {
  const detail = `More than ${limit.toLocaleString("en")} calls. Wait ${reset} s.`;
  return new ApiProblem("too-many", detail, [], { "retry-after": String(reset) });
}

function unforeseen(error: unknown, id: string): ApiProblem {
  log.error({ id, error: errorFacts(error) }, "an unforeseen error in the API");
  return new ApiProblem(
    "unknown",
    `Something went wrong on our side; nothing was changed. Request ${id} is in the log.`,
  );
}

function respond(status: number, body: string, type: string, headers: Record<string, string>): Response {
  return new Response(body, { status, headers: { ...headers, "content-type": `${type}; charset=utf-8` } });
}
