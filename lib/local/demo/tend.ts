/** At each start: the demo's stores are found where they run now, and send to where the app listens now. */
import { deliveryUrl } from "@/lib/connection/registration";
import { connectorFor } from "@/lib/connectors/registry";
import { lookAfter, passOver } from "@/lib/stores/upkeep";
import { database } from "@/lib/tenancy";
import { keysOf } from "../demo-store";
import { followMoved } from "./follow";
import { placesTold, type Told } from "./told";

/** Puts webhooks and addresses right for everybody connected to a demo store, and reads what was missed meanwhile. */
export async function tendDemo(places: Told[] = placesTold()): Promise<void> {
  await followMoved(places);
  for (const place of places) await tend(place);
}

type Connected = { orgId: number; storeId: number; publicId: string; platform: string; state: string };

async function tend(place: Told) {
  const connected = await connectedTo(place.url);
  await removeStale(place, connected.map(deliveryUrl));
  for (const { orgId, storeId, state } of connected) {
    if (state !== "active") continue;
    const ctx = { orgId, actor: { kind: "job", name: "The start" } } as const;
    await lookAfter(ctx, { storeId });
    await passOver(ctx, { storeId, kind: "light" });
  }
}

/** Webhooks to an address of ours that nobody answers any more: another port, or a database that was thrown away. */
async function removeStale({ shop, url }: Told, living: string[]) {
  const api = connectorFor("woocommerce").open({ url, credentials: keysOf(shop.store.seed), allowPrivate: true });
  for (const webhook of await api.webhooks()) {
    const ours = new URL(webhook.url).pathname.startsWith("/api/webhooks/woocommerce/");
    if (ours && !living.includes(webhook.url)) await api.removeWebhook(webhook.externalId);
  }
}

async function connectedTo(url: string): Promise<Connected[]> {
  const rows = await database().sql`
    select org_id::int as "orgId", id::int as "storeId", public_id as "publicId", platform, state from stores
    where url = ${url} and state <> 'disconnected' order by org_id, id`;
  return rows.map((row) => row as unknown as Connected);
}
