/** The demo's stores as parts of the house. */
import { join } from "node:path";
import { type Folder, root } from "../folder";
import { type House, open, type Room } from "../house";
import { portFor } from "../ports";
import { demoShops } from "./plan";
import type { Told } from "./told";

export type DemoPlace = Told & { port: number };

/** A port for each of the demo's stores, last time's where it is free. */
export async function demoPlaces(folder: Folder): Promise<DemoPlace[]> {
  const places: DemoPlace[] = [];
  for (const shop of demoShops) {
    const port = await portFor(folder, shop.part, shop.usualPort);
    places.push({ shop, port, url: `http://localhost:${port}` });
  }
  return places;
}

/** Starts the stores, anew those that run already. `live` makes people buy and unsubscribe while one watches. */
export async function openDemoStores(house: House, places: DemoPlace[], live: boolean) {
  for (const place of places) {
    await house.parts.get(place.shop.part)?.stop();
    // Taken out, so that it goes to the end of those that are stopped in reverse order.
    house.parts.delete(place.shop.part);
    await open(house, roomOf(house.folder, place, live));
  }
}

function roomOf(folder: Folder, { shop, port }: DemoPlace, live: boolean): Room {
  const { name, seed, customers, timeZone, currency, country, shelf } = shop.store;
  return {
    name: shop.part,
    ports: [port],
    words: ["--import", "tsx", join(root, "lib/local/demo-store/main.ts")],
    env: {
      DEMO_STORE_PORT: String(port),
      DEMO_STORE_DATA: join(folder.path, `demo-store-${seed}.json`),
      DEMO_STORE_LIVE: live ? "1" : "",
      DEMO_STORE_NAME: name,
      DEMO_STORE_SEED: seed,
      DEMO_STORE_CUSTOMERS: String(customers),
      DEMO_STORE_TIME_ZONE: timeZone,
      DEMO_STORE_CURRENCY: currency,
      DEMO_STORE_COUNTRY: country,
      DEMO_STORE_SHELF: shelf,
    },
    asks: `http://127.0.0.1:${port}/wp-json/`,
  };
}
