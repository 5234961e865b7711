/**
 * The engine's door: the SDK's protocol, the page and its API. Only this machine may knock, and no foreign web page.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import { log } from "@/lib/log";
import { checkpoint } from "./checkpoint";
import type { Engine } from "./engine";
import { accept, BadEvent } from "./events";
import { uuidOf } from "./ids";
import { cancel, cancelMany, health, listRuns, retry, showRun } from "./inspect";
import { page } from "./page";
import { register } from "./registrar";
import { Refusal } from "./registration";

interface Reply {
  status: number;
  body?: unknown;
  html?: string;
  headers?: Record<string, string>;
}
type Route = (engine: Engine, request: IncomingMessage, params: string[], url: URL) => Promise<Reply>;

const routes: [method: string, path: RegExp, route: Route][] = [
  ["POST", /^\/e\/[^/]+$/, sendEvents],
  ["POST", /^\/fn\/register$/, takeRegistration],
  ["POST", /^\/v1\/checkpoint\/([^/]+)\/async$/, takeCheckpoint],
  ["GET", /^\/health$/, tellHealth],
  ["GET", /^\/dev$/, async (engine) => ok({ functions: engine.registry.all(), handlers: [engine.settings.appUrl] })],
  ["GET", /^\/$/, async () => page()],
  ["GET", /^\/api\/runs$/, async (engine, _, __, url) => ok({ runs: await listRuns(engine, url.searchParams) })],
  ["GET", /^\/(?:api|v1)\/runs\/([^/]+)$/, async (engine, _, [id]) => found(await showRun(engine, id ?? ""))],
  ["POST", /^\/api\/runs\/([^/]+)\/retry$/, async (engine, _, [id]) => done(await retry(engine, id ?? ""))],
  ["POST", /^\/api\/runs\/([^/]+)\/cancel$/, async (engine, _, [id]) => done(await cancel(engine, id ?? ""))],
  ["DELETE", /^\/v1\/runs\/([^/]+)$/, async (engine, _, [id]) => done(await cancel(engine, id ?? ""))],
  ["POST", /^\/v1\/cancellations$/, takeCancellation],
  ["GET", /^\/v1\/events\/([^/]+)\/runs$/, runsOfEvent],
];

/** Listens on loopback. Rejects with EADDRINUSE when the port is taken. */
export function listen(engine: () => Engine, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    answer(engine(), request)
      .catch((error) => trouble(error))
      .then((reply) => write(response, reply));
  });
  // Node closes idle connections after 5 s, which on a busy machine can meet the SDK just using one again.
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function answer(engine: Engine, request: IncomingMessage): Promise<Reply> {
  if (!fromHere(request))
    return { status: 403, body: { error: "The job engine takes no requests of other web pages." } };
  const url = new URL(request.url ?? "/", "http://engine");
  for (const [method, path, route] of routes) {
    const match = path.exec(url.pathname);
    if (match && method === request.method) return route(engine, request, match.slice(1).map(decodeURIComponent), url);
  }
  const wish = `${request.method} ${url.pathname}`;
  return { status: 404, body: { error: `The local job engine does not support ${wish}.`, status: 404 } };
}

/**
 * A page of another site may reach loopback through the browser: its Origin gives it away, or a name it made point
 * here.
 */
function fromHere(request: IncomingMessage): boolean {
  const host = request.headers.host ?? "";
  const name = host.replace(/:\d+$/, "");
  if (!["127.0.0.1", "localhost", "[::1]"].includes(name)) return false;
  const { origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (origin !== undefined && origin !== `http://${host}`) return false;
  return site === undefined || site === "same-origin" || site === "none" || request.method === "GET";
}

/** 503 when runs cannot go on: the database or the app is away, or the app's functions are refused. */
async function tellHealth(engine: Engine): Promise<Reply> {
  const body = await health(engine);
  return { status: body.ok ? 200 : 503, body };
}

async function sendEvents(engine: Engine, request: IncomingMessage): Promise<Reply> {
  if (!engine.live) return { status: 503, body: { ids: [], status: 503, error: "The database is away." } };
  try {
    const body = await read(request);
    const seed = request.headers["x-inngest-event-id-seed"];
    const ids = await accept(engine, body, typeof seed === "string" ? seed : undefined);
    return ok({ ids, status: 200 });
  } catch (error) {
    if (error instanceof BadEvent) return { status: 400, body: { ids: [""], status: 400, error: error.message } };
    throw error;
  }
}

async function takeRegistration(engine: Engine, request: IncomingMessage): Promise<Reply> {
  try {
    const body = await read(request);
    const modified = await register(engine, body);
    const name = z.object({ appName: z.string() }).safeParse(body);
    return ok({ ok: true, modified, sync_id: uuidOf(`sync ${Date.now()}`), app_id: uuidOf(name.data?.appName ?? "") });
  } catch (error) {
    if (error instanceof Refusal) return { status: 400, body: { error: error.message, status: 400, ok: false } };
    throw error;
  }
}

async function takeCheckpoint(engine: Engine, request: IncomingMessage, [run]: string[]): Promise<Reply> {
  const status = await checkpoint(engine, run ?? "", await read(request));
  return { status };
}

const Cancellation = z.object({
  function_id: z.string(),
  started_after: z.iso.datetime({ offset: true }).optional(),
  started_before: z.iso.datetime({ offset: true }).optional(),
  if: z.string().optional(),
});

async function takeCancellation(engine: Engine, request: IncomingMessage): Promise<Reply> {
  const wish = Cancellation.safeParse(await read(request));
  if (!wish.success) return { status: 400, body: { error: "function_id is missing, or a date is none.", status: 400 } };
  return ok({ cancelled: await cancelMany(engine, wish.data) });
}

async function runsOfEvent(engine: Engine, _: IncomingMessage, [id]: string[]): Promise<Reply> {
  const runs = await listRuns(engine, new URLSearchParams({ event: id ?? "" }));
  return ok({ data: runs });
}

const ok = (body: unknown): Reply => ({ status: 200, body });
const found = (body: unknown): Reply =>
  body === undefined ? { status: 404, body: { error: "There is no such run.", status: 404 } } : ok(body);
const done = (changed: boolean): Reply =>
  changed ? ok({ ok: true }) : { status: 409, body: { error: "The run is not in a state for this.", status: 409 } };

const LIMIT = 32 * 1024 * 1024;
class TooLarge extends Error {}

async function read(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LIMIT) throw new TooLarge("The body is larger than 32 MB.");
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    return undefined;
  }
}

function trouble(error: unknown): Reply {
  if (error instanceof TooLarge) return { status: 413, body: { error: error.message, status: 413 } };
  log.error({ err: error }, "the job engine could not answer");
  return { status: 500, body: { error: "The job engine could not do this now.", status: 500 } };
}

function write(response: ServerResponse, reply: Reply): void {
  const type = reply.html === undefined ? "application/json" : "text/html; charset=utf-8";
  const text = reply.html ?? (reply.body === undefined ? "" : JSON.stringify(reply.body));
  response.writeHead(reply.status, {
    "content-type": type,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-inngest-server-kind": "dev",
    ...reply.headers,
  });
  response.end(text);
}
