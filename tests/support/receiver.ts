/**
 * A real HTTP server that takes an endpoint's messages, checks each signature by the rules of Standard Webhooks, and
 * answers as it is told.
 */
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = {
  id: string;
  genuine: boolean;
  body: { type: string; data: Record<string, Record<string, unknown>> };
};

export type Receiver = {
  url: string;
  received: Received[];
  answer: number;
  secret: string;
  close: () => Promise<void>;
};

export async function openReceiver(): Promise<Receiver> {
  const receiver = { received: [] as Received[], answer: 200, secret: "" };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString("utf8");
    const of = (name: string) => String(request.headers[name] ?? "");
    const key = Buffer.from(receiver.secret.slice("whsec_".length), "base64");
    const told = `${of("webhook-id")}.${of("webhook-timestamp")}.${text}`;
    const signature = `v1,${createHmac("sha256", key).update(told).digest("base64")}`;
    const fresh = Math.abs(Date.now() / 1000 - Number(of("webhook-timestamp"))) < 300;
    const genuine = fresh && of("webhook-signature").split(" ").includes(signature);
    receiver.received.push({ id: of("webhook-id"), genuine, body: JSON.parse(text) });
    response.writeHead(receiver.answer).end(receiver.answer < 300 ? "" : "No, thank you.");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((done) => server.close(() => done()));
  return Object.assign(receiver, { url: `http://127.0.0.1:${port}/hook`, close });
}
