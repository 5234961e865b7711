/** The demo's stores of other platforms, in one process: nobody is connected to them before a newcomer does it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DemoPlatform } from "@/lib/env";
import { type DemoPlatformName, demoOffers, demoTitles, isDemoPlatform } from "../demo-platforms";
import { type Folder, root, writeWhole } from "../folder";
import { type House, open } from "../house";
import type { Environment } from "../part";
import { portFor } from "../ports";

const part = "demo stores of other platforms";
const usualPort = 8092;
const names = Object.keys(demoOffers).filter(isDemoPlatform);

/** `env` is what the app is told, so that it finds them and fills its forms in. */
export type PlatformsPlace = {
  ports: Partial<Record<DemoPlatformName, number>>;
  offers: Partial<Record<DemoPlatformName, DemoPlatform>>;
  env: Environment;
};

export async function platformsPlace(folder: Folder): Promise<PlatformsPlace> {
  const [ports, offers]: [PlatformsPlace["ports"], PlatformsPlace["offers"]] = [{}, {}];
  for (const [at, name] of names.entries()) {
    // A Magento is known by its address, so its port keeps the name under which it was kept first.
    const port = await portFor(folder, name === "magento" ? part : demoTitles[name], usualPort + at);
    ports[name] = port;
    offers[name] = demoOffers[name](`http://127.0.0.1:${port}`);
  }
  return { ports, offers, env: { DEMO_PLATFORMS: JSON.stringify(offers) } };
}

export async function openDemoPlatforms(house: House, { ports, offers }: PlatformsPlace) {
  // Started one after the other: when the last answers, all do.
  const last = offers[names.at(-1)!]!.apiUrl;
  await open(house, {
    name: part,
    ports: Object.values(ports),
    words: ["--import", "tsx", join(root, "lib/local/demo-platforms/main.ts")],
    env: {
      DEMO_PLATFORMS_PORTS: JSON.stringify(ports),
      DEMO_PLATFORMS_SINCE: sinceOf(house.folder),
      DEMO_PLATFORMS_DATA: join(house.folder.path, "demo-platforms"),
    },
    asks: last,
  });
}

/** A line for each, as a newcomer needs it: what to call it at “Add store”. */
export const platformLines = ({ offers }: PlatformsPlace): [what: string, where: string][] =>
  names.map((name) => {
    const { url, keys } = offers[name]!;
    return [demoTitles[name], url ?? keys.key!];
  });

/** Its dates count from the clone's first start: at each later one they are the same. */
function sinceOf(folder: Folder): string {
  const file = join(folder.path, "demo-platforms-since");
  if (!existsSync(file)) writeWhole(file, new Date().toISOString());
  return readFileSync(file, "utf8");
}
