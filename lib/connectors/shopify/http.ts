/**
 * Speaking to one shop's GraphQL Admin API. Every wrong answer is Throttled (try later), Expired (a lent token's end),
 * Unauthorized (the merchant must act), Refusal (declined, with Shopify's code) or Unreadable.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { ask, askAgain, throttled } from "@/lib/connectors/calls";
import { Expired, Refusal, Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, isFields, listIn, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import type { Outbound, OutboundReply } from "@/lib/connectors/outbound";
import { Budget, type Cost, costIn, secondsUntil } from "@/lib/connectors/shopify/budget";
import { apiVersion } from "@/lib/connectors/shopify/documents";

/** `expiresAt`: of a lent token (ISO). `app`: the merchant's own, by whose secret the token is renewed. */
export const Credentials = z.object({
  token: z.string().min(1),
  expiresAt: z.iso.datetime().optional(),
  refreshToken: z.string().optional(),
  app: z.object({ id: z.string(), secret: z.string() }).optional(),
});
export type Credentials = z.infer<typeof Credentials>;

/** `clock`: Shopify's, in whole seconds, when it answered. */
export type Reply = { data: Fields; clock: Date | undefined };
export type ShopifyHttp = {
  ask(document: string, variables?: object): Promise<Reply>;
  /** As `ask`; what the mutation itself declines is a Refusal. Gives its payload. */
  change(document: string, variables: object): Promise<Fields>;
  /** A piece of a bulk operation's result; `whole` when nothing lies behind it. */
  piece(url: string, from: number, bytes: number): Promise<{ text: string; whole: boolean }>;
};

/** Waited for here; for longer the store gets its pause. */
const longestWaitSeconds = 10;

/** Nothing is called until it is used. */
export function shopifyHttp(home: string, { token, expiresAt }: Credentials, fetch: Outbound): ShopifyHttp {
  const url = new URL(`${home}/admin/api/${apiVersion}/graphql.json`);
  const budget = new Budget();
  const call = async (document: string, variables: object): Promise<Reply> => {
    const wait = budget.wait(document);
    if (wait > longestWaitSeconds) throw pause(wait);
    await sleep(wait * 1000);
    const headers = { "x-shopify-access-token": token, "content-type": "application/json" };
    const body = JSON.stringify({ query: document, variables });
    const reply = await ask(fetch, url, { method: "POST", headers, body });
    const { data, cost } = read(reply, expiresAt !== undefined);
    if (cost) budget.note(document, cost);
    const clock = new Date(reply.headers.date ?? "");
    return { data, clock: Number.isNaN(clock.getTime()) ? undefined : clock };
  };
  return {
    ask: (document, variables = {}) => askAgain(() => call(document, variables)),
    async change(document, variables) {
      const { data } = await askAgain(() => call(document, variables));
      const payload = fieldsIn(Object.values(data)[0]);
      const [error] = listIn(payload.userErrors);
      if (error)
        throw new Refusal(200, text(error.code) ?? "", `Shopify declined: ${text(error.message) ?? "no reason"}`);
      return payload;
    },
    piece: (address, from, bytes) => askAgain(() => pieceOf(fetch, address, from, bytes)),
  };
}

const pause = (seconds: number) => new Throttled("Shopify asks for a pause.", Math.max(1, Math.ceil(seconds)));

function read(reply: OutboundReply, lent: boolean): { data: Fields; cost: Cost | undefined } {
  const { status, url } = reply;
  if (status === 429 || status >= 500) throw throttled(reply, 2);
  if (status === 401) {
    if (lent) throw new Expired("Shopify does not accept this access any more. Connect the store again.");
    throw new Unauthorized("Shopify does not accept this token: the app was taken off the store, or it is mistyped.");
  }
  if (status === 402 || status === 423) throw new Unauthorized("This Shopify store is frozen or locked.");
  if (status === 404) throw new Unauthorized(`There is no Shopify store at ${url.host}.`);
  const answer = parsed(reply.text);
  if (!answer) throw new Unreadable(`${url.host} answered ${status} with something that is not Shopify's API.`);
  if (status === 403) throw new Unauthorized(`Shopify refuses this app: ${text(answer.errors) ?? "no reason"}`);
  const cost = costIn(fieldsIn(answer.extensions));
  const errors = listIn(answer.errors);
  if (errors.length > 0) refuse(errors, isFields(answer.data) ? answer.data : null, cost);
  if (!isFields(answer.data)) {
    throw new Refusal(status, "", `${url.host} answered ${status}: ${text(answer.errors)?.slice(0, 300) ?? "no data"}`);
  }
  return { data: answer.data, cost };
}

const codeOf = (error: Fields) => text(fieldsIn(error.extensions).code) ?? "";

/** Fields of a person that this app may not see come as null with an error beside them: the rest is good. */
function refuse(errors: Fields[], data: Fields | null, cost: Cost | undefined) {
  const codes = errors.map(codeOf);
  if (codes.includes("THROTTLED")) throw pause(cost ? secondsUntil(cost) : 2);
  if (codes.includes("INTERNAL_SERVER_ERROR")) throw new Throttled("Shopify had a failure of its own.", 60);
  const denied = codes.every((code) => code === "ACCESS_DENIED");
  if (denied && data && Object.values(data).every((root) => root !== null)) return;
  const message = text(errors[0]!.message)?.slice(0, 300) ?? "no reason";
  if (denied) throw new Lacking(`Shopify lets this app not see that: ${message}`);
  throw new Refusal(200, codes[0]!, `Shopify declined (${codes[0] || "no code"}): ${message}`);
}

/** The token is good and lacks a scope. */
export class Lacking extends Unauthorized {
  override name = "Lacking";
}

function parsed(body: string): Fields | undefined {
  try {
    const answer = readJson(body);
    return isFields(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** Results lie at a storage of files: no token goes there. */
async function pieceOf(fetch: Outbound, address: string, from: number, bytes: number) {
  const headers = { range: `bytes=${from}-${from + bytes - 1}`, "accept-encoding": "identity" };
  const reply = await ask(fetch, new URL(address), { headers });
  if (reply.status === 416) return { text: "", whole: true };
  if (reply.status === 429 || reply.status >= 500) throw throttled(reply, 5);
  if (reply.status !== 206 && reply.status !== 200) {
    throw new Refusal(reply.status, "", `The result of Shopify's bulk operation could not be read (${reply.status}).`);
  }
  const size = Number(/\/(\d+)$/.exec(reply.headers["content-range"] ?? "")?.[1]);
  // Without ranges everything comes at once.
  if (reply.status === 200) return { text: Buffer.from(reply.text).subarray(from).toString("utf8"), whole: true };
  return {
    text: reply.text,
    whole: Number.isFinite(size) ? from + bytes >= size : Buffer.byteLength(reply.text) < bytes,
  };
}
