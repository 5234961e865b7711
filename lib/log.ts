/** Structured logs, without addresses and secrets: pass ids, never a body. */
import pino from "pino";
import { env } from "./env";

export const log = pino({
  level: env().LOG_LEVEL,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ["email", "phone", "secret", "password", "*.email", "*.phone", "*.secret", "*.password", "*.authorization"],
    censor: "[hidden]",
  },
});

/**
 * What the log may know of an error: kind, code, message and place. A failed query's own message and details repeat what
 * people typed, so its cause speaks for it.
 */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const told = error.cause instanceof Error ? error.cause : error;
  const code = "code" in told ? told.code : undefined;
  const place = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { name: told.name, code, message: told.message, place: place.slice(0, 12).join("\n") };
}
