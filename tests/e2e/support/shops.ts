/**
 * Small demo stores of the tests' own, in the tests' own process: what happens in them is for one organization only.
 */
import { randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { type DemoStore, type DemoStoreOptions, startDemoStore } from "@/lib/local/demo-store";
import { chooseKinds, connectWithKeys } from "@/lib/stores/connect";
import { showStore } from "@/lib/stores/stores";
import type { Owner } from "./newcomers";

export type { DemoStore };

/** Tells its news after a fifth of a second. */
export const openShop = (options: DemoStoreOptions = {}): Promise<DemoStore> =>
  startDemoStore({ deliveryDelayMs: 200, seed: randomBytes(6).toString("hex"), ...options });

/** Connects the shop to the organization, takes everybody, and waits until it has been read. Gives the store's id. */
export async function connect({ ctx }: Owner, { url, keys }: DemoStore): Promise<string> {
  const { consumerKey, consumerSecret } = keys;
  const { store } = await connectWithKeys(ctx, { url, consumerKey, consumerSecret });
  await chooseKinds(ctx, { store, kinds: ["subscriber", "buyer", "contact"] });
  const first = async () => (await showStore(ctx, { store })).syncs.at(-1)?.state;
  await expect.poll(first, { message: "the first sync", timeout: 60_000 }).toBe("done");
  return store;
}
