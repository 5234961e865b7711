/** The door of the REST API: who calls, whether they may, once or again, and every answer in its form. */
import { createHash, type Hash, randomBytes } from "node:crypto";
import { after } from "next/server";
import type { Sent } from "../api/endpoint";
import { type Match, matching } from "../api/endpoints";
import { type Answer, once } from "../api/idempotency";
import { ApiProblem, problemOf } from "../api/problem";
import { authenticate, type Caller, noteUse } from "../api-keys/authenticate";
import { type Allowance, meter } from "../limits";
import { errorFacts, inRequest, log } from "../log";
import { permit } from "../permissions";
import { sha256 } from "../secrets";
import { boundTo, type Ctx } from "../tenancy";
import { bodyOf, callHash, jsonOf, keyOf, queryOf, refuseUnstorable } from "./api-call";
import { visitorOf } from "./visitor";

/** Answers one call. `path` is what comes after /api/v1. */
export function answerApi(request: Request, path: readonly string[]): Promise<Response> {
  const id = randomBytes(12).toString("hex");
  return inRequest(() => answerAs(id, request, path), id);
}

async function answerAs(id: string, request: Request, path: readonly string[]): Promise<Response> {
  const headers: Record<string, string> = { "request-id": id, "cache-control": "no-store" };
  let match: Match | undefined;
  try {
    const caller = await callerOf(request);
    after(() => noteUse(caller).catch((error) => log.warn({ error: errorFacts(error) }, "a key's use was not noted")));
    const allowance = await meter("api", String(caller.keyId));
    Object.assign(headers, limitsOf(allowance));
    if (allowance.refused) throw tooMany(allowance);
    match = meant(request, path);
    const answer = await work(caller, request, path, match);
    if (answer.again) headers["idempotent-replayed"] = "true";
    return respond(answer.status, answer.body, "application/json", headers);
  } catch (error) {
    const problem = problemOf(error, match?.endpoint) ?? unforeseen(error, id);
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

type Answered = Answer & { again: boolean };

/** @throws ApiProblem not-found, wrong-method */
function meant(request: Request, path: readonly string[]): Match {
  // What only asks for the headers is answered as the same call; the body is left out on the way.
  const method = request.method === "HEAD" ? "GET" : request.method;
  const match = matching(method, path);
  if ("allowed" in match) throw lost(match.allowed);
  return match;
}

async function work(caller: Caller, request: Request, path: readonly string[], match: Match): Promise<Answered> {
  const { ctx, keyId } = caller;
  mayCall(ctx, match);
  if (match.endpoint.takes) return { ...(await handOn(ctx, match, request)), again: false };
  if (match.endpoint.file && isFile(request)) return takeFile(caller, match, request, path);
  const body = await bodyOf(request);
  if (body.length > 0 && !/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new ApiProblem("unsupported", "Send JSON, with the header “Content-Type: application/json”.");
  }
  const sent: Sent = { params: match.params, query: queryOf(request), body: jsonOf(match, body) };
  refuseUnstorable(sent);
  const run = async (ctx: Ctx): Promise<Answer> => {
    const answer = await match.endpoint.answer(ctx, sent);
    return { status: match.endpoint.status, body: JSON.stringify(answer) };
  };
  const key = keyOf(request);
  if (key === null) return { ...(await run(ctx)), again: false };
  return once(ctx, { keyId, idempotencyKey: key, hash: callHash(request, path, sha256(body)) }, run);
}

/** A file's bytes go on as they come: 2 GB are never held here. */
async function handOn(ctx: Ctx, { endpoint, params }: Match, request: Request): Promise<Answer> {
  refuseForm(request);
  const sent = { params, query: queryOf(request), body: undefined, file: request.body ?? undefined };
  const answer = await endpoint.answer(ctx, sent);
  return { status: endpoint.status, body: JSON.stringify(answer) };
}

/** What says nothing of a body has none, whatever stream stands for it. */
const isFile = ({ headers }: Request) =>
  (headers.has("content-length") || headers.has("transfer-encoding")) &&
  !/^application\/json\b/i.test(headers.get("content-type") ?? "");

/** @throws ApiProblem unsupported */
function refuseForm({ headers }: Request) {
  if (!/^multipart\//i.test(headers.get("content-type") ?? "")) return;
  throw new ApiProblem("unsupported", "Send the bytes of the file themselves as the body, not a form with it.");
}

/**
 * As `handOn`, where the file is the whole call and its settings are in the query. What was done already is known once
 * all bytes were read: until then no transaction waits for the network.
 */
async function takeFile(
  { ctx, keyId }: Caller,
  { endpoint, params }: Match,
  request: Request,
  path: readonly string[],
): Promise<Answered> {
  refuseForm(request);
  const size = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!Number.isSafeInteger(size)) {
    throw new ApiProblem("invalid", "Say how many bytes the file has, with the header “Content-Length”.");
  }
  const sent: Sent = { params, query: queryOf(request), body: undefined };
  refuseUnstorable(sent.query);
  const [key, digest] = [keyOf(request), createHash("sha256")];
  const bytes = key === null ? request.body! : digested(request.body!, digest);
  const { finish, drop } = await endpoint.file!.receive(ctx, sent, { bytes, size });
  const run = async (ctx: Ctx): Promise<Answer> => ({ status: 202, body: JSON.stringify(await finish(ctx)) });
  try {
    if (key === null) return { ...(await run(ctx)), again: false };
    const hash = callHash(request, path, digest.digest("hex"));
    const answer = await once(ctx, { keyId, idempotencyKey: key, hash }, run);
    if (answer.again) await drop(ctx);
    return answer;
  } catch (error) {
    await drop(ctx);
    throw error;
  }
}

async function* digested(bytes: AsyncIterable<Uint8Array>, digest: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    digest.update(piece);
    yield piece;
  }
}

function mayCall(ctx: Ctx, { endpoint }: Match) {
  permit(ctx, endpoint.scope);
  if (endpoint.whole && boundTo(ctx) !== null) {
    throw new ApiProblem("forbidden", "This concerns the whole organization, and the key is for one store.");
  }
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
  log.error({ error: errorFacts(error) }, "an unforeseen error in the API");
  return new ApiProblem(
    "unknown",
    `Something went wrong on our side; nothing was changed. Request ${id} is in the log.`,
  );
}

function respond(status: number, body: string, type: string, headers: Record<string, string>): Response {
  return new Response(body, { status, headers: { ...headers, "content-type": `${type}; charset=utf-8` } });
}
