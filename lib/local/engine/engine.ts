/** What every part of the engine is given: its settings, the database, the queue, and what is registered. */
import type { Queue } from "./queue";
import type { FunctionConfig } from "./registration";
import type { Slots } from "./slots";
import type { Sql, Tx } from "./store";

export interface Settings {
  databaseUrl: string;
  /** 0 takes any free port. */
  port: number;
  /** The app's endpoint, e.g. http://127.0.0.1:3000/api/inngest. Calls go nowhere else. */
  appUrl: string;
  /** Milliseconds before the first retry of a failed call; later ones follow Inngest's row. */
  retryDelay: number;
  /** How many calls to the app may run at once. */
  calls: number;
  /** Milliseconds a restarted engine waits for a step that still runs in the app before it calls again. */
  grace: number;
}

export interface Engine {
  settings: Settings;
  sql: Sql;
  queue: Queue;
  slots: Slots;
  registry: Registry;
  /** False while the database or the lock is away; then nothing is called and nothing accepted. */
  live: boolean;
  /** False from a refused connection until the app answers again. */
  appUp: boolean;
  /** The last refused registration, for the log and the health page. */
  refusal: string | undefined;
  /** One transaction, after which the queue looks for work. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export interface Registry {
  get(id: string): FunctionConfig | undefined;
  all(): FunctionConfig[];
  replace(functions: FunctionConfig[]): void;
}

export function makeRegistry(): Registry {
  let known = new Map<string, FunctionConfig>();
  return {
    get: (id) => known.get(id),
    all: () => [...known.values()],
    replace: (functions) => {
      known = new Map(functions.map((fn) => [fn.id, fn]));
    },
  };
}
