/** The demo's stores of other platforms, all in this one process. Settings come from DEMO_PLATFORMS_* variables. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { demoStores, isDemoPlatform } from ".";
import { type Running, run } from "./running";

const { DEMO_PLATFORMS_PORTS, DEMO_PLATFORMS_SINCE, DEMO_PLATFORMS_DATA } = process.env;
const since = new Date(DEMO_PLATFORMS_SINCE ?? Date.now());
const ports = z.record(z.string(), z.number()).parse(JSON.parse(DEMO_PLATFORMS_PORTS ?? "{}"));
if (DEMO_PLATFORMS_DATA) mkdirSync(DEMO_PLATFORMS_DATA, { recursive: true, mode: 0o700 });

const stores: Running[] = [];
for (const [name, port] of Object.entries(ports)) {
  if (!isDemoPlatform(name)) throw new Error(`The demo has no ${name}.`);
  const file = DEMO_PLATFORMS_DATA && join(DEMO_PLATFORMS_DATA, name);
  stores.push(run(await demoStores[name]({ port, since }), { file, live: true }));
}
console.log(`demo stores ready on ${stores.map(({ url }) => url).join(", ")}`);

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await Promise.all(stores.map((store) => store.stop()));
    process.exit(0);
  });
}
