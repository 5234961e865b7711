/** Stands before the app or a store, and remembers what was asked and answered: who is behind it may be away. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
} from "node:http";
import type { AddressInfo } from "node:net";
import { woocommerce } from "@/lib/connectors/woocommerce";

export type Door = Awaited<ReturnType<typeof openDoor>>;

/** Passes everything on to `port` of this machine; 502 where nobody answers there. */
export async function openDoor(port: number) {
  /** The dedupe keys of signed deliveries that were answered 200, and how often each answer was given. */
  const accepted = new Set<string>();
  const answers = new Map<number, number>();
  /** What was asked for without a body, in order: "/wp-json/wc/v3/orders?page=2". */
  const asked: string[] = [];
  const server = createServer(async (incoming, response) => {
    const body = await bodyOf(incoming);
    if (incoming.method === "GET") asked.push(incoming.url ?? "");
    const { status, text, headers: told } = await pass(port, incoming, body);
    const headers = plain(incoming.headers);
    const isDelivery = headers["x-wc-webhook-signature"] !== undefined;
    if (isDelivery) answers.set(status, (answers.get(status) ?? 0) + 1);
    if (isDelivery && status === 200) accepted.add(woocommerce.dedupeKey({ headers, body }));
    response.writeHead(status, told).end(text);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { url, accepted, answers, asked, close };
}

function pass(port: number, { method, url, headers }: IncomingMessage, body: Buffer) {
  return new Promise<{ status: number; text: string; headers: OutgoingHttpHeaders }>((resolve) => {
    const away = () => resolve({ status: 502, text: "{}", headers: {} });
    const asked = request({ host: "127.0.0.1", port, method, path: url, headers, agent: false }, async (answer) => {
      const text = await bodyOf(answer).catch(() => null);
      if (text === null) away();
      else resolve({ status: answer.statusCode ?? 502, text: text.toString("utf8"), headers: ended(answer.headers) });
    });
    asked.on("error", away);
    asked.end(body);
  });
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The body is passed on as one piece. */
function ended({ "transfer-encoding": _, ...headers }: IncomingHttpHeaders): OutgoingHttpHeaders {
  return headers;
}

const plain = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
