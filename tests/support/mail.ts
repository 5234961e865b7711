/** A real mail server in this process: what the verbs send travels over SMTP and is read here. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { MailDev } from "maildev";
import { afterAll, beforeAll } from "vitest";
import { forgetEnv } from "@/lib/env";

export type Received = { to: string; from: string; subject: string; text: string; html: string };

/** Call once at the top of a test file. `to(address)` are the letters that arrived there, the newest last. */
export function useMailServer() {
  let server: MailDev | undefined;
  const before = process.env.SMTP_URL;
  beforeAll(async () => {
    const port = await freePort();
    server = new MailDev({ smtp: port, ip: "127.0.0.1", disableWeb: true, silent: true });
    await server.start();
    process.env.SMTP_URL = `smtp://127.0.0.1:${port}`;
    forgetEnv();
  });
  afterAll(async () => {
    await server?.stop();
    if (before === undefined) delete process.env.SMTP_URL;
    else process.env.SMTP_URL = before;
    forgetEnv();
  });
  return { to: (address: string) => lettersTo(server!, address) };
}

/** Runs `work` while nobody listens where the mail server should be. */
export async function withoutMailServer<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env.SMTP_URL;
  process.env.SMTP_URL = `smtp://127.0.0.1:${await freePort()}`;
  forgetEnv();
  try {
    return await work();
  } finally {
    process.env.SMTP_URL = before;
    forgetEnv();
  }
}

/** The one-time token in the link of a letter. */
export function tokenIn(letter: Received | undefined): string {
  const [, token] = /(?:token=|invite\/)([\w-]{20,})/.exec(letter?.text ?? "") ?? [];
  if (!token) throw new Error("There is no link with a token in this letter.");
  return token;
}

async function lettersTo(server: MailDev, address: string): Promise<Received[]> {
  const all = (await server.getServers()?.storage.getAll()) ?? [];
  return all
    .filter((email) => email.to.some((to) => to.address === address))
    .sort((a, b) => a.time.getTime() - b.time.getTime())
    .map((email) => ({
      to: address,
      from: email.from[0]?.address ?? "",
      subject: email.subject,
      text: email.text ?? "",
      html: email.html ?? "",
    }));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
