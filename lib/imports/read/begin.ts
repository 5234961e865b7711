import { Worker, type WorkerOptions } from "node:worker_threads";
import { isBundled } from "@/lib/env";
import type { Given } from "./worker";

/** A hostile file ends its own thread, not the process. */
const resourceLimits = { maxOldGenerationSizeMb: 768 };

/** Starts the worker: Next bundles it from these very words; from sources it is run as tsx runs them. */
export function beginWorker(given: Given): Worker {
  const options: WorkerOptions = { workerData: given, resourceLimits };
  if (isBundled()) return new Worker(new URL("./worker.ts", import.meta.url), options);
  const source = JSON.stringify(new URL("./worker.ts", import.meta.url).href);
  // Node gives a worker none of the loaders of its parent.
  const boot = `import("tsx/esm/api").then(({ register }) => { register(); return import(${source}); });`;
  return new Worker(boot, { ...options, eval: true });
}
