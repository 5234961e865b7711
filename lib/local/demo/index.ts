/** The demo, as the launcher sees it: its stores run, it is filled in once, and looked after at each start. */
import { join } from "node:path";
import { root } from "../folder";
import type { House } from "../house";
import { Plainly, say } from "../plainly";
import { runOnce } from "../run-once";
import { type DemoPlace, openDemoStores } from "./places";
import { demoEnv } from "./told";

export { demoLogins } from "./logins";
export { type DemoPlace, demoPlaces, openDemoStores } from "./places";
export { demoPassword } from "./plan";
export { openDemoPlatforms, type PlatformsPlace, platformLines, platformsPlace } from "./platforms";

const program = (name: string) => ["--import", "tsx", join(root, `lib/local/${name}.ts`)];

/** Fills the demo into the database at `url`. Its stores run quietly meanwhile: the app does not hear them yet. */
export async function fillDemo(house: House, places: DemoPlace[], url: string) {
  if (places.length === 0) return;
  await openDemoStores(house, places, false);
  const env = { ...demoEnv(places), DATABASE_URL: url, LOG_LEVEL: "error" };
  const code = await runOnce(house, { name: "demo data", words: program("seed"), env });
  if (code !== 0 && !house.stopping) throw new Plainly("The demo could not be filled in; why stands above.");
}

/** To be called when the app answers. What fails here is mended by the half-hourly look after every store. */
export async function tendDemo(house: House, places: DemoPlace[]) {
  if (places.length === 0) return;
  const code = await runOnce(house, { name: "demo", words: program("tend"), env: demoEnv(places) });
  if (code !== 0 && !house.stopping) say("The demo's stores could not be looked after; why stands above.");
}
