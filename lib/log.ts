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
