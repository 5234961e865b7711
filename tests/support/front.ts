/**
 * The app's doors for stores, programs and job engine on a real port: the route handlers themselves, without the rest
 * of the app.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { POST as connect } from "@/app/api/connect/woocommerce/route";
import { GET as health } from "@/app/api/health/route";
import { GET, POST, PUT } from "@/app/api/inngest/route";
import { GET as document } from "@/app/api/v1/openapi.json/route";
import { POST as deliverHint, GET as greetHint } from "@/app/api/webhooks/[platform]/[store]/[secret]/route";
import { POST as deliver } from "@/app/api/webhooks/[platform]/[store]/route";
import { POST as deliverForAll } from "@/app/api/webhooks/[platform]/route";
import { forgetEnv } from "@/lib/env";
import { answerApi } from "@/lib/web/api";

export type Front = Awaited<ReturnType<typeof openFront>>;

/** Listens on `port`, or a free one, and tells the app that this is its address. */
export async function openFront(port = 0) {
  const server = createServer(async (incoming, response) => {
    const answer = await route(await requestOf(incoming));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.APP_URL = url;
  forgetEnv();
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { url, port: Number(new URL(url).port), close };
}

async function route(request: Request): Promise<Response> {
  const [, , place, platform, store, secret] = new URL(request.url).pathname.split("/");
  if (place === "v1") return callApi(request);
  if (place === "connect") return connect(request);
  if (place === "health") return health();
  if (place === "inngest") return background[request.method as keyof typeof background](asNext(request), {});
  if (!store) return deliverForAll(request, { params: Promise.resolve({ platform: platform ?? "" }) });
  if (secret) {
    const hint = request.method === "GET" ? greetHint : deliverHint;
    return hint(request, { params: Promise.resolve({ platform: platform ?? "", store, secret }) });
  }
  return deliver(request, { params: Promise.resolve({ platform: platform ?? "", store }) });
}

function callApi(request: Request): Response | Promise<Response> {
  const path = new URL(request.url).pathname.split("/").slice(3);
  return path[0] === "openapi.json" ? document() : answerApi(request, path);
}

const background = { GET, POST, PUT };

/** What Next adds to a request, the background route does not use. */
const asNext = (request: Request) => request as Parameters<typeof POST>[0];

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const body = incoming.method === "GET" ? undefined : new Uint8Array(Buffer.concat(parts));
  return new Request(`http://127.0.0.1${incoming.url}`, { method: incoming.method, headers, body });
}
