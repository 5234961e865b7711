/** The environment of a start: what the person set wins, what is missing is filled in for one machine. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./folder";
import type { Environment } from "./part";
import type { Secrets } from "./secrets";

type Facts = { port: number; secrets: Secrets };

/** Reads `.env` of the clone, as Next does; what the environment already says stays. */
export function readDotEnv() {
  const file = join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/** What app, job engine and command line share. Database, mail, job engine and demo store are added as they open. */
export function sharedEnv({ port, secrets }: Facts): Environment {
  const given = process.env;
  const address = given.APP_URL || `http://localhost:${port}`;
  return {
    NODE_ENV: "production",
    PORT: String(port),
    APP_URL: address,
    NEXTAUTH_URL: given.NEXTAUTH_URL || address,
    NEXTAUTH_SECRET: given.NEXTAUTH_SECRET || secrets.NEXTAUTH_SECRET,
    CLIENTELE_KEY: given.CLIENTELE_KEY || secrets.CLIENTELE_KEY,
    // A rotation that was cut off left secrets that only the old key opens.
    ...(secrets.CLIENTELE_OLD_KEYS
      ? { CLIENTELE_OLD_KEYS: given.CLIENTELE_OLD_KEYS || secrets.CLIENTELE_OLD_KEYS }
      : {}),
    // A local shop is a private address; on a server that strangers reach, it would be a door into the network.
    ...(isLoopback(address) ? { ALLOW_PRIVATE_STORES: given.ALLOW_PRIVATE_STORES || "1" } : {}),
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

/** True when Inngest, cloud or self-hosted, does the background work, and the local job engine stays off. */
export function usesInngest(): boolean {
  const { INNGEST_DEV, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = process.env;
  return Boolean(INNGEST_DEV || INNGEST_EVENT_KEY || INNGEST_SIGNING_KEY);
}

/** Where the app listens: only this machine, unless `HOST` or a public `APP_URL` says otherwise. */
export function listenHost(): string {
  if (process.env.HOST) return process.env.HOST;
  return process.env.APP_URL && !isLoopback(process.env.APP_URL) ? "0.0.0.0" : "127.0.0.1";
}

/** Where the parts of this machine reach the app, whatever name the world knows it by. */
export function innerAddress(port: number): string {
  const host = listenHost();
  return `http://${["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host}:${port}`;
}

/** Whether an address of ours is for this machine only. */
export function isLoopback(address: string): boolean {
  try {
    return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(address).hostname);
  } catch {
    return false;
  }
}
