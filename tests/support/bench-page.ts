/** The contacts page over HTTP: how long until the table is there, and how much script comes with it. */
import { gzipSync } from "node:zlib";
import { encode } from "next-auth/jwt";
import * as accounts from "@/lib/accounts";
import { env } from "@/lib/env";
import { type Ctx, database } from "@/lib/tenancy";

/** The cookie of somebody who owns each of these organizations. */
export async function ownerOf(organizations: Ctx[]): Promise<string> {
  const made = await accounts.createOwner({
    email: "bench@example.org",
    name: "Bench",
    password: "several good words",
    organization: "Nobody Here",
    timeZone: "UTC",
  });
  for (const { orgId } of organizations) {
    await database().sql`insert into members (org_id, user_id, role) values (${orgId}, ${made.userId}, 'owner')`;
  }
  const session = await accounts.openSession(made.userId, { ip: "127.0.0.1", userAgent: "Bench" });
  return `next-auth.session-token=${await encode({ token: { sid: session.id }, secret: env().NEXTAUTH_SECRET })}`;
}

/** Milliseconds until `mark` has arrived, the median of 15; what comes after it (exact numbers) is not waited for. */
export async function timeUntil(address: string, cookie: string, mark: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 15; round++) {
    const begun = performance.now();
    await readUntil(address, cookie, mark);
    times.push(performance.now() - begun);
  }
  return times.sort((one, other) => one - other)[7]!;
}

async function readUntil(address: string, cookie: string, mark: string) {
  const answer = await fetch(address, { headers: { cookie } });
  if (!answer.ok || !answer.body) throw new Error(`${address} answered ${answer.status}.`);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; ; ) {
    const { value, done } = await reader.read();
    text += value ?? "";
    if (text.includes(mark)) return reader.cancel();
    if (done) throw new Error(`${address} ended without ${mark}.`);
  }
}

/** Kilobytes of script that the page names, gzipped; what only old browsers load is left out. */
export async function scriptWeight(address: string, cookie: string): Promise<number> {
  const page = await (await fetch(address, { headers: { cookie } })).text();
  const tags = page.match(/<(?:script|link)[^>]*>/g)?.filter((tag) => !/nomodule/i.test(tag)) ?? [];
  const sources = new Set(tags.flatMap((tag) => /(?:src|href)="([^"]+\.js[^"]*)"/.exec(tag)?.[1] ?? []));
  let bytes = 0;
  for (const source of sources) {
    const script = await (await fetch(new URL(source, address))).arrayBuffer();
    bytes += gzipSync(Buffer.from(script)).length;
  }
  return bytes / 1000;
}
