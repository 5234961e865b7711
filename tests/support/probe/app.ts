/** An app of probe functions as a process of its own: PORT, INNGEST_DEV, and JOURNAL, a file that steps write into. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { serve } from "inngest/next";
import { NextRequest } from "next/server";
import { functions, inngest } from "./functions";
import { more } from "./more";

/** The adapter that the product uses, without a Next server around it. */
const route = serve({ client: inngest, functions: [...functions, ...more] });

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  const { method = "GET", headers, url = "/" } = incoming;
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const body = method === "GET" ? undefined : Buffer.concat(parts);
  const request = new NextRequest(new URL(url, `http://${headers.host}`), { method, headers: given, body });
  const handler = { GET: route.GET, POST: route.POST, PUT: route.PUT }[method];
  const response: Response = handler ? await handler(request, undefined) : new Response(null, { status: 405 });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

createServer((incoming, outgoing) => void answer(incoming, outgoing)).listen(
  Number(process.env.PORT),
  "127.0.0.1",
  () => {
    process.stdout.write("probe ready\n");
  },
);
