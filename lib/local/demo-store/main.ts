/** Runs the demo store by itself: `tsx lib/local/demo-store/main.ts`. Settings come from DEMO_STORE_* variables. */
import { startDemoStore } from "@/lib/local/demo-store";

const {
  DEMO_STORE_PORT = "8787",
  DEMO_STORE_DATA,
  DEMO_STORE_CUSTOMERS = "4000",
  DEMO_STORE_LIVE,
  DEMO_STORE_SEED = "demo",
  DEMO_STORE_NAME,
  DEMO_STORE_TIME_ZONE,
  DEMO_STORE_CURRENCY,
  DEMO_STORE_COUNTRY,
  DEMO_STORE_SHELF,
} = process.env;

const demo = await startDemoStore({
  port: Number(DEMO_STORE_PORT),
  customers: Number(DEMO_STORE_CUSTOMERS),
  seed: DEMO_STORE_SEED,
  live: DEMO_STORE_LIVE === "1",
  dataFile: DEMO_STORE_DATA || undefined,
  name: DEMO_STORE_NAME,
  timeZone: DEMO_STORE_TIME_ZONE,
  currency: DEMO_STORE_CURRENCY,
  country: DEMO_STORE_COUNTRY,
  shelf: DEMO_STORE_SHELF === "books" ? "books" : "candles",
});
console.log(`demo store ready on ${demo.url}`);

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await demo.stop();
    process.exit(0);
  });
}
