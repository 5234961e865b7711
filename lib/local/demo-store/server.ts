import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Outbox } from "@/lib/local/demo-store/outbox";
import { phpJson } from "@/lib/local/demo-store/php";
import { restRoutes } from "@/lib/local/demo-store/rest";
import { failed, ok, RestError, type RestReply, type Route } from "@/lib/local/demo-store/rest-answers";
import { admit, presentedKey } from "@/lib/local/demo-store/rest-auth";
import { wpIndex } from "@/lib/local/demo-store/rest-site";
import type { ShopState } from "@/lib/local/demo-store/state";
import { visit } from "@/lib/local/demo-store/visits";

/**
 * One answer in place of the real one, for tests of bad days: a gateway's page, a PHP notice (`before` the real one), a
 * 429. `on`: not before a call of this method. `lost`: the store does as asked, and its answer never arrives.
 */
export type BadDay = {
  status: number;
  headers?: Record<string, string>;
  body: string;
  before?: boolean;
  lost?: boolean;
  on?: "GET" | "POST";
};

export type ServerOptions = {
  /** The host in front of the shop swallows the Authorization header, as some do. */
  dropsAuthorization?: boolean;
  /** WordPress's "plain" permalinks: no /wp-json/, only /?rest_route=. */
  plainPermalinks?: boolean;
};

const largestBody = 2 * 1024 * 1024;

/** The store's web server, not yet listening. `badDays` are used up one per REST call. */
export function makeServer(state: ShopState, outbox: Outbox, badDays: BadDay[], options: ServerOptions): Server {
  const routes = restRoutes(state, outbox);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://store.invalid");
    const method = request.method ?? "GET";
    const body = await readBody(request);
    const path = restPath(url, options);
    if (path === undefined) return sendPage(response, await visit(state, method, url, new URLSearchParams(body)));
    const [bad] = !badDays[0]?.on || badDays[0].on === method ? badDays.splice(0, 1) : [];
    if (bad && !bad.before && !bad.lost)
      return send(response, bad.status, bad.body, { "Content-Type": "text/html", ...bad.headers });
    const authorization = options.dropsAuthorization ? undefined : request.headers.authorization;
    const reply =
      path === "" ? ok(wpIndex(state)) : await restReply(state, routes, { method, url, path, body, authorization });
    if (bad?.lost) return void response.destroy();
    const text = (bad?.body ?? "") + phpJson(pickFields(reply.body, url));
    send(response, reply.status, text, { ...restHeaders(state), ...reply.headers });
  };
  return createServer((request, response) => {
    answer(request, response).catch((error: Error) => {
      if (response.headersSent) response.destroy();
      else send(response, 500, `There has been a critical error on this website. ${error.message}`, {});
    });
  });
}

type Asked = { method: string; url: URL; path: string; body: string; authorization: string | undefined };

async function restReply(state: ShopState, routes: Route[], asked: Asked): Promise<RestReply> {
  const { method, url, body } = asked;
  const path = asked.path.replace(/^wc\/v3\//, "");
  try {
    admit(state, method, presentedKey(asked.authorization, url.searchParams));
    const route = routes.find((one) => one.method === method && one.path.test(path));
    if (!route) throw failed("rest_no_route", "No route was found matching the URL and request method.", 404);
    const groups = Object.entries(route.path.exec(path)?.groups ?? {});
    const params = Object.fromEntries(groups.map(([name, value]) => [name, Number(value)]));
    return await route.answer({ method, query: url.searchParams, body: parseBody(body) }, params);
  } catch (error) {
    if (error instanceof RestError) return error.reply;
    throw error;
  }
}

/** The route behind /wp-json/ or ?rest_route=, undefined for the pages. */
function restPath(url: URL, { plainPermalinks }: ServerOptions): string | undefined {
  const plain = url.searchParams.get("rest_route");
  if (plain !== null) return plain.replace(/^\/+|\/+$/g, "");
  if (plainPermalinks || !/^\/wp-json(\/|$)/.test(url.pathname)) return undefined;
  return url.pathname.replace(/^\/wp-json\/?/, "").replace(/\/+$/, "");
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new Error("The request is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseBody(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `_fields=id,email` leaves only those, as WordPress does with every answer but an error. */
function pickFields(body: unknown, url: URL): unknown {
  const names = url.searchParams.get("_fields")?.split(",");
  if (!names) return body;
  const pick = (one: object) => Object.fromEntries(Object.entries(one).filter(([name]) => names.includes(name)));
  if (Array.isArray(body)) return body.map(pick);
  const single = typeof body === "object" && body !== null ? body : {};
  return "code" in single && "data" in single ? single : pick(single);
}

const restHeaders = (state: ShopState) => ({
  "Content-Type": "application/json; charset=UTF-8",
  "X-Robots-Tag": "noindex",
  Link: `<${state.home}/wp-json/>; rel="https://api.w.org/"`,
  "X-Content-Type-Options": "nosniff",
  "Access-Control-Expose-Headers": "X-WP-Total, X-WP-TotalPages, Link",
  "Cache-Control": "no-cache, must-revalidate, max-age=0, no-store, private",
});

function sendPage(response: ServerResponse, reply: Awaited<ReturnType<typeof visit>>) {
  const headers: Record<string, string> = { "Content-Type": "text/html; charset=utf-8" };
  if (reply?.location) headers.Location = reply.location;
  send(
    response,
    reply?.status ?? 404,
    reply?.html ?? "<!doctype html><title>Page not found</title><h1>Page not found</h1>",
    headers,
  );
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string>) {
  response.writeHead(status, { ...headers, "Content-Length": String(Buffer.byteLength(body)) });
  response.end(body);
}
