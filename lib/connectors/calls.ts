/**
 * Asking a platform: every way of not getting an answer is one of the errors of types.ts, however the platform says it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Throttled, Unreadable } from "@/lib/connectors/errors";
import { ForbiddenAddress, NoAnswer, type Outbound, type OutboundReply } from "@/lib/connectors/outbound";

/** One call. @throws Throttled (out of reach for now), Unreadable (waiting will not help) */
export async function ask(fetch: Outbound, url: URL, request: Parameters<Outbound>[1]): Promise<OutboundReply> {
  try {
    return await fetch(url, request);
  } catch (error) {
    if (error instanceof ForbiddenAddress) throw new Unreadable(error.message);
    if (!(error instanceof NoAnswer)) throw error;
    throw error.permanent ? new Unreadable(error.message) : new Throttled(error.message, 60);
  }
}

const longestWait = 3600;

/**
 * What a 429 or 5xx asks for: its Retry-After in seconds or as a date, at most an hour; without one `unsaid` or a
 * minute.
 */
export function throttled({ status, headers, url }: OutboundReply, unsaid = 30): Throttled {
  const asked = headers["retry-after"] ?? "";
  const seconds = /^\d+$/.test(asked) ? Number(asked) : Math.ceil((Date.parse(asked) - Date.now()) / 1000);
  const wait = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, longestWait) : status === 429 ? unsaid : 60;
  return new Throttled(`${url.host} answered ${status}.`, wait);
}

/** Calls for each of many, a few at once: what platforms without a call for several ids ask of us. In their order. */
export async function forEach<T, R>(many: readonly T[], atOnce: number, call: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(many.length);
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < many.length; at = next++) results[at] = await call(many[at]!);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, many.length) }, worker));
  return results;
}

const shortest = 2;

/**
 * Asks again, three times at most, when the platform wants no longer a pause than two seconds: a limit per second is
 * over before a whole page would be read anew. Waits a little longer than asked, and not all callers equally long.
 */
export async function askAgain<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      const short = error instanceof Throttled && error.retryAfterSeconds <= shortest;
      if (!short || tries > 3) throw error;
      await sleep(error.retryAfterSeconds * 1000 * (1 + Math.random() / 2));
    }
  }
}
