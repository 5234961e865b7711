/** Keeps what is registered true: asks the app to register, again and again, and stores what it registers. */
import { isDeepStrictEqual } from "node:util";
import { request } from "undici";
import { log } from "@/lib/log";
import { setCrons } from "./clock";
import type { Engine } from "./engine";
import { type FunctionConfig, Refusal, readRegistration } from "./registration";
import { json } from "./store";

const WHEN_UP = 5000;
const WHEN_DOWN = 500;
/** A development server compiles on its first request. */
const PATIENCE = 60_000;

/**
 * Takes a `/fn/register` body: stores its functions in place of the former ones and sets their clocks.
 * @returns whether anything changed. Throws a Refusal that names every option we do not do.
 */
export async function register(engine: Engine, body: unknown): Promise<boolean> {
  try {
    const { functions } = readRegistration(body);
    engine.refusal = undefined;
    if (same(engine.registry.all(), functions)) return false;
    engine.registry.replace(functions);
    await engine.transact(async (tx) => {
      await tx`update engine.functions set active = false where active`;
      for (const fn of functions) {
        await tx`
          insert into engine.functions (id, config) values (${fn.id}, ${json(fn)}::text::json)
          on conflict (id) do update set config = excluded.config, active = true, registered_at = now()`;
      }
      await setCrons(engine, tx);
    });
    log.info({ functions: functions.length }, "the app registered its functions");
    return true;
  } catch (error) {
    if (error instanceof Refusal && engine.refusal !== error.message) {
      engine.refusal = error.message;
      log.error({ complaints: error.complaints }, "the app's functions are refused");
    }
    throw error;
  }
}

/** The functions of the last good registration, so that a restarted engine goes on before the app has spoken. */
export async function remember(engine: Engine): Promise<void> {
  const rows = await engine.sql<{ config: FunctionConfig }[]>`
    select config from engine.functions where active order by registered_at, id`;
  engine.registry.replace(rows.map((row) => row.config));
}

/** Asks the app to register until stopped: every five seconds, and twice a second while it does not answer. */
export function keepAsking(engine: Engine): () => void {
  let timer: NodeJS.Timeout;
  let stopped = false;
  let asked = 0;
  const turn = async () => {
    if (!engine.appUp || Date.now() - asked >= WHEN_UP) {
      await askToRegister(engine);
      asked = Date.now();
    }
    if (!stopped) timer = setTimeout(turn, WHEN_DOWN);
  };
  void turn();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function askToRegister(engine: Engine): Promise<void> {
  try {
    const response = await request(engine.settings.appUrl, {
      method: "PUT",
      reset: true,
      headersTimeout: PATIENCE,
      headers: { "user-agent": "Inngest", "content-length": "0" },
    });
    await response.body.dump();
    if (!engine.appUp) {
      engine.appUp = true;
      engine.queue.wake();
    }
  } catch {
    engine.appUp = false;
  }
}

const same = (known: FunctionConfig[], next: FunctionConfig[]) => isDeepStrictEqual(byId(known), byId(next));
const byId = (list: FunctionConfig[]) => Object.fromEntries(list.map((fn) => [fn.id, JSON.parse(JSON.stringify(fn))]));
