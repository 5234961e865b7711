/** How the launcher tells the programs that fill and tend the demo where its stores run. */
import { z } from "zod";
import { type DemoShop, demoShops } from "./plan";

export type Told = { shop: DemoShop; url: string };

/** The environment for `placesTold`, from addresses in the order of the plan. */
export const demoEnv = (places: Told[]) => ({ DEMO_STORES: JSON.stringify(places.map(({ url }) => url)) });

export function placesTold(): Told[] {
  const urls = z.array(z.url()).parse(JSON.parse(process.env.DEMO_STORES ?? "[]"));
  return demoShops.flatMap((shop, index) => (urls[index] ? [{ shop, url: urls[index] }] : []));
}
