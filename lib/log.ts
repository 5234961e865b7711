/** Structured logs, without addresses and secrets: pass ids, never a body. */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { format } from "node:util";
import pino from "pino";
import { env } from "./env";

const requests = new AsyncLocalStorage<string>();

/** Every line that is logged while `work` runs, and what it begins, carries the request's id. */
export function inRequest<T>(work: () => T, id = randomBytes(5).toString("hex")): T {
  return requests.run(id, work);
}

/** The id of the request that is being answered, if any: it may be told to whoever asked. */
export const requestId = () => requests.getStore();

export const log = pino({
  mixin: () => ({ request: requestId() }),
  level: env().LOG_LEVEL,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ["email", "phone", "secret", "password", "*.email", "*.phone", "*.secret", "*.password", "*.authorization"],
    censor: "[hidden]",
  },
  serializers: { err: errorFacts },
});

/**
 * What the log may know of an error: kind, code, message and place. A failed query's own message and details repeat
 * what people typed, so its cause speaks for it.
 */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const told = error.cause instanceof Error ? error.cause : error;
  const code = "code" in told ? told.code : undefined;
  const place = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { name: told.name, code, message: told.message, place: place.slice(0, 12).join("\n") };
}

/** In the place of `console.error` in a server: what a framework prints of an error would repeat what people typed. */
export function logPrinted(...words: unknown[]): void {
  const error = words.find((word) => word instanceof Error);
  if (error) log.error({ id: "digest" in error ? error.digest : undefined, error: errorFacts(error) }, "a page failed");
  else log.error(format(...words).trim());
}
