/** The demo's stores of other platforms, in one process: nobody is connected to them before a newcomer does it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Folder, root, writeWhole } from "../folder";
import { type House, open } from "../house";
import { keys } from "../magento-store";
import type { Environment } from "../part";
import { portFor } from "../ports";

const part = "demo stores of other platforms";

/** `env` is what the app is told, so that its forms can be filled in. */
export type PlatformsPlace = { url: string; port: number; env: Environment };

export async function platformsPlace(folder: Folder): Promise<PlatformsPlace> {
  const port = await portFor(folder, part, 8092);
  const url = `http://127.0.0.1:${port}`;
  return { url, port, env: { DEMO_MAGENTO: JSON.stringify({ url, ...keys }) } };
}

export async function openDemoPlatforms(house: House, { url, port }: PlatformsPlace) {
  await open(house, {
    name: part,
    ports: [port],
    words: ["--import", "tsx", join(root, "lib/local/demo-platforms/main.ts")],
    env: { DEMO_PLATFORMS_MAGENTO_PORT: String(port), DEMO_PLATFORMS_SINCE: sinceOf(house.folder) },
    asks: `${url}/magento_version`,
  });
}

/** Its dates count from the clone's first start: at each later one they are the same. */
function sinceOf(folder: Folder): string {
  const file = join(folder.path, "demo-platforms-since");
  if (!existsSync(file)) writeWhole(file, new Date().toISOString());
  return readFileSync(file, "utf8");
}
