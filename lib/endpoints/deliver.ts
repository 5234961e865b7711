/** Messages on their way: sent, tried again for three days, and given up on with a sentence. */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { endpointMessages } from "@/db/schema";
import { NoAnswer, outbound } from "@/lib/connectors/outbound";
import { env } from "@/lib/env";
import { invalid } from "@/lib/errors";
import { errorFacts, log } from "@/lib/log";
import { permit } from "@/lib/permissions";
import { unseal } from "@/lib/secrets";
import { anyId } from "@/lib/sets";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { holdEndpoint, type OneEndpoint, secretPlace } from "./endpoints";
import { signed } from "./sign";

/** Seconds until the next try after each failed one: three days in all. */
const waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

const atOnce = 5;

type Due = { id: number; publicId: string; body: string; attempts: number };
type Target = { publicId: string; url: string; secret: string };
type Sent = Due & { ok: boolean; gone: boolean; status: number | null; answer: string };

/**
 * Sends what is due for one endpoint, a few at once, until nothing is or `seconds` have passed. An endpoint that fails
 * all of a few is left alone until later. A message that was sent but not noted is sent again: receivers tell by its
 * id.
 */
export async function deliverMessages(
  ctx: Ctx,
  input: { endpointId: number; seconds?: number },
): Promise<{ more: boolean }> {
  const until = Date.now() + (input.seconds ?? 20) * 1000;
  while (Date.now() < until) {
    const { target, due } = await claim(ctx, input.endpointId);
    if (!target || due.length === 0) return { more: false };
    const sent = await Promise.all(due.map((message) => send(target, message)));
    await settle(ctx, input.endpointId, sent);
    if (sent.every(({ ok }) => !ok)) return { more: false };
  }
  return { more: true };
}

/** Sends a message that tells of nothing, now. @throws Failure not-found, invalid (what the endpoint answered) */
export async function testEndpoint(ctx: Ctx, input: z.output<typeof OneEndpoint>): Promise<{ status: number }> {
  permit(ctx, "api.manage");
  const at = new Date();
  const body = JSON.stringify({ type: "test", timestamp: at.toISOString(), data: { words: "Hello from Clientele." } });
  const target = await transact(ctx, (ctx) => holdEndpoint(ctx, input.endpoint));
  const sent = await send(target, { id: 0, publicId: randomUUID(), body, attempts: 0 });
  await transact(ctx, (ctx) =>
    ctx.db.insert(endpointMessages).values({
      orgId: ctx.orgId,
      publicId: sent.publicId,
      endpointId: target.id,
      topic: "test",
      body,
      state: sent.ok ? "delivered" : "failed",
      attempts: 1,
      settledAt: at,
      status: sent.status,
      answer: sent.answer,
    }),
  );
  if (!sent.ok) throw invalid(`The endpoint did not take it: ${sent.answer}`);
  return { status: sent.status! };
}

/** Settled messages after 30 days, 10,000 a statement. Gives how many. */
export async function forgetOldMessages(): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const { count } = await database().sql`
      delete from endpoint_messages where (org_id, id) in (
        select org_id, id from endpoint_messages
        where state <> 'waiting' and settled_at < now() - interval '30 days' limit 10000)`;
    forgotten += count;
    if (count === 0) return forgotten;
  }
}

/** Takes messages for two minutes: whoever dies with them leaves them to the next. */
async function claim(ctx: Ctx, endpointId: number): Promise<{ target: Target | undefined; due: Due[] }> {
  return transact(ctx, async (ctx) => {
    const [target] = await ctx.db.execute<Target>(sql`
      select public_id as "publicId", url, secret from endpoints
      where org_id = ${ctx.orgId} and id = ${endpointId} and paused_at is null and disabled_at is null`);
    if (!target) return { target, due: [] };
    const due = await ctx.db.execute<Due>(sql`
      update endpoint_messages m set next_at = now() + interval '2 minutes' from (
        select id from endpoint_messages
        where org_id = ${ctx.orgId} and endpoint_id = ${endpointId} and state = 'waiting' and next_at <= now()
        order by id limit ${atOnce} for update skip locked) d
      where m.org_id = ${ctx.orgId} and m.id = d.id
      returning m.id::int, m.public_id as "publicId", m.body, m.attempts`);
    return { target, due: [...due] };
  });
}

async function send(target: Target, message: Due): Promise<Sent> {
  const secret = unseal(target.secret, secretPlace(target.publicId));
  const headers = signed(secret, `msg_${message.publicId}`, message.body);
  try {
    const reply = await outbound({ allowPrivate: env().ALLOW_PRIVATE_STORES })(target.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: message.body,
      timeoutSeconds: 15,
      maxBytes: 1024 * 1024,
    });
    const ok = reply.status >= 200 && reply.status < 300;
    const answer = ok ? "" : `${reply.status} ${reply.text.replace(/[\s\p{Cc}]+/gu, " ").trim()}`.slice(0, 300);
    return { ...message, ok, gone: reply.status === 410, status: reply.status, answer };
  } catch (error) {
    if (!(error instanceof NoAnswer)) log.warn({ error: errorFacts(error) }, "a message could not be sent");
    const answer = error instanceof Error ? error.message.slice(0, 300) : "The endpoint could not be reached.";
    return { ...message, ok: false, gone: false, status: null, answer };
  }
}

async function settle(ctx: Ctx, endpointId: number, sent: Sent[]) {
  await transact(ctx, async (ctx) => {
    const delivered = sent.filter(({ ok }) => ok);
    await ctx.db.execute(sql`
      update endpoint_messages set state = 'delivered', attempts = attempts + 1, settled_at = now(), answer = null,
        status = 200 where org_id = ${ctx.orgId} and id = ${anyId(delivered.map(({ id }) => id))}`);
    for (const message of sent.filter(({ ok }) => !ok)) {
      const seconds = message.gone ? undefined : waits[message.attempts];
      await ctx.db.execute(sql`
        update endpoint_messages set attempts = attempts + 1, status = ${message.status}, answer = ${message.answer},
          state = ${seconds === undefined ? "failed" : "waiting"},
          settled_at = case when ${seconds === undefined} then now() end,
          next_at = now() + ${seconds ?? 0}::int * interval '1 second'
        where org_id = ${ctx.orgId} and id = ${message.id}`);
    }
    await note(ctx, endpointId, sent);
  });
}

/** How the endpoint stands: any message it takes makes it well; three days of none, or “410 Gone”, end it. */
async function note(ctx: Parameters<Parameters<typeof transact>[1]>[0], endpointId: number, sent: Sent[]) {
  const mine = sql`org_id = ${ctx.orgId} and id = ${endpointId}`;
  if (sent.some(({ ok }) => ok)) {
    await ctx.db.execute(sql`update endpoints set failing_since = null, trouble = null
      where ${mine} and failing_since is not null`);
    return;
  }
  const last = sent.at(-1)!.answer;
  const gone = sent.some((message) => message.gone);
  const given = gone
    ? "It answered that it is gone for good. Resume it when that was a mistake; what happens meanwhile is sent then."
    : `It took no message for three days; the last answer was “${last}”. Resume it when it is mended; what happens meanwhile is sent then.`;
  await ctx.db.execute(sql`
    update endpoints set failing_since = coalesce(failing_since, now()),
      disabled_at = case when ${gone} or failing_since < now() - interval '3 days' then now() end,
      trouble = case when ${gone} or failing_since < now() - interval '3 days' then ${given}::text
        else ${`It does not take messages: “${last}”. They are tried again for three days.`}::text end
    where ${mine} and disabled_at is null`);
}
