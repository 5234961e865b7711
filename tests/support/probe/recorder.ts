/** Stands between engine and app and keeps every exchange, in the form of the recording. */
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { Agent, request } from "undici";

/** One exchange, with the recording's names. */
export interface Exchange {
  at: string;
  direction: string;
  method: string;
  path: string;
  request_headers: Record<string, string>;
  request_body: string;
  status: number;
  response_headers: Record<string, string>;
  response_body: string;
}

export interface Recorder {
  url: string;
  stop(): Promise<void>;
}

/** Forwards everything to `target` and adds it to `kept` when it has been answered, as the recording did. */
export async function record(
  direction: "server-to-app" | "app-to-server",
  target: () => string,
  kept: Exchange[],
): Promise<Recorder> {
  const agent = new Agent({ pipelining: 0 });
  const server = createServer(async (incoming, outgoing) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part);
    const body = Buffer.concat(parts).toString("utf8");
    try {
      const answer = await request(target() + incoming.url, {
        method: incoming.method as "POST",
        headers: passedOn(incoming.headers),
        body: body || null,
        dispatcher: agent,
      });
      const text = await answer.body.text();
      kept.push({
        at: new Date().toISOString(),
        direction,
        method: incoming.method ?? "",
        path: incoming.url ?? "",
        request_headers: flat(incoming.headers),
        request_body: body,
        status: answer.statusCode,
        response_headers: flat(answer.headers),
        response_body: text,
      });
      outgoing.writeHead(answer.statusCode, withoutLength(answer.headers)).end(text);
    } catch {
      outgoing.destroy();
    }
  });
  // Longer than a test: a connection that closes for being idle just when it is used again would be an error of no one.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, stop: () => close(server) };
}

function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { host, connection, "content-length": length, "transfer-encoding": coding, expect, ...rest } = headers;
  return { ...rest, host: "127.0.0.1" };
}

function withoutLength(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection, "content-length": length, "transfer-encoding": coding, ...rest } = headers;
  return rest;
}

const flat = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
