/**
 * What tests of the operators' verbs share: deliveries to replay, what the trail tells, a command line to listen to.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { command } from "@/lib/local/clientele";
import type { Operator } from "@/lib/operations";
import { type Ctx, database } from "@/lib/tenancy";
import { keep } from "@/lib/webhooks/inbox";
import { drain } from "@/lib/webhooks/process";

export const operator: Operator = { kind: "operator", name: "Olga" };
export const visitor = { ip: "198.51.100.9", userAgent: "Test" };

/** What the trail of an organization says that operators did. */
export async function deeds({ orgId }: Pick<Ctx, "orgId">) {
  const rows = await database().sql`select actor_name, verb, detail from audit_trail
    where org_id = ${orgId} and actor_kind = 'operator' order by id`;
  return rows.map((row) => ({ ...row }));
}

/** A verb as the command line runs it, with everything it said. */
export async function run(verb: string, ...words: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const spies = [
    vi.spyOn(console, "error").mockImplementation((line) => void said.push(String(line))),
    vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text).trimEnd()) > 0),
  ];
  try {
    return { code: await command(verb)!(words), said: said.join("\n") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** One delivery that cannot be applied, and one that is of no use. */
export async function deliver(ctx: Ctx, storeId: number) {
  const letter = (topic: string, body: string, dedupeKey: string) => {
    const [resource = "", event = ""] = topic.split(".");
    const headers = {
      "x-wc-webhook-topic": topic,
      "x-wc-webhook-resource": resource,
      "x-wc-webhook-event": event,
    };
    return { orgId: ctx.orgId, storeId, topic, objectId: null, dedupeKey, headers, body: Buffer.from(body) };
  };
  const refusal = { code: "woocommerce_rest_cannot_view", message: "Sorry.", data: { status: 403 } };
  await keep(letter("customer.updated", JSON.stringify(refusal), "a"));
  await keep(letter("product.updated", JSON.stringify({ id: 1 }), "b"));
  await drain(ctx, { storeId });
}

export async function withKeys(key: string, old: string | undefined, work: () => Promise<unknown>) {
  const { CLIENTELE_KEY, CLIENTELE_OLD_KEYS } = process.env;
  setKeys(key, old);
  try {
    await work();
  } finally {
    setKeys(CLIENTELE_KEY, CLIENTELE_OLD_KEYS);
  }
}

function setKeys(key: string | undefined, old: string | undefined) {
  for (const [name, value] of Object.entries({ CLIENTELE_KEY: key, CLIENTELE_OLD_KEYS: old })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  forgetEnv();
}

/** With a folder of its own, as a fresh clone has. */
export async function inFolder(work: () => unknown) {
  const before = process.env.CLIENTELE_DATA;
  const place = mkdtempSync(join(tmpdir(), "clientele-"));
  process.env.CLIENTELE_DATA = place;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.CLIENTELE_DATA;
    else process.env.CLIENTELE_DATA = before;
    rmSync(place, { recursive: true });
  }
}
