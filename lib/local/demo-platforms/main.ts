/** The demo's stores of other platforms, all in this one process. Settings come from DEMO_PLATFORMS_* variables. */
import { startDemoMagento } from "./magento";

const { DEMO_PLATFORMS_MAGENTO_PORT, DEMO_PLATFORMS_SINCE } = process.env;
const since = new Date(DEMO_PLATFORMS_SINCE ?? Date.now());
const stores = [await startDemoMagento({ port: Number(DEMO_PLATFORMS_MAGENTO_PORT ?? 8092), since })];
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
