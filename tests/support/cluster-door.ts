/** Stands between a store and the app, and remembers what was answered: the app may be away behind it. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { woocommerce } from "@/lib/connectors/woocommerce";

export type Door = Awaited<ReturnType<typeof openDoor>>;

/** Passes everything on to `appPort` of this machine; 502 where nobody answers there. */
export async function openDoor(appPort: number) {
  /** The dedupe keys of signed deliveries that were answered 200, and how often each answer was given. */
  const accepted = new Set<string>();
  const answers = new Map<number, number>();
  const server = createServer(async (incoming, response) => {
    const body = await bodyOf(incoming);
    const { status, text } = await pass(appPort, incoming, body);
    const headers = plain(incoming.headers);
    const isDelivery = headers["x-wc-webhook-signature"] !== undefined;
    if (isDelivery) answers.set(status, (answers.get(status) ?? 0) + 1);
    if (isDelivery && status === 200) accepted.add(woocommerce.dedupeKey({ headers, body }));
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { url, accepted, answers, close };
}

function pass(port: number, { method, url, headers }: IncomingMessage, body: Buffer) {
  return new Promise<{ status: number; text: string }>((resolve) => {
    const away = () => resolve({ status: 502, text: "{}" });
    const asked = request({ host: "127.0.0.1", port, method, path: url, headers, agent: false }, async (answer) => {
      const text = await bodyOf(answer).catch(() => null);
      if (text === null) away();
      else resolve({ status: answer.statusCode ?? 502, text: text.toString("utf8") });
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

const plain = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
