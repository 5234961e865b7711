/**
 * A store's delivery comes in: verify, write down, hint, answer. 401 bad signature, 404 unknown store, 413 too large,
 * 200 stored or already stored, 503 when it could not be stored; never 2xx for something lost.
 */
import { eq } from "drizzle-orm";
import { stores } from "@/db/schema";
import { isPublicId, sealPlace } from "@/lib/connection/store";
import { connectorFor } from "@/lib/connectors/registry";
import type { Delivery, Platform } from "@/lib/connectors/types";
import { events, tell } from "@/lib/jobs";
import { log } from "@/lib/log";
import { unseal } from "@/lib/secrets";
import { database } from "@/lib/tenancy";
import { keep } from "./inbox";

/** Shopify's and WooCommerce's largest real bodies are a few hundred kB. */
export const largestBody = 5_000_000;

export type Answer = { status: 200 | 401 | 404 | 413 | 503; note: string };

/** Takes one delivery for the store with this public id. Never throws. */
export async function receive(platform: string, storeId: string, delivery: Delivery): Promise<Answer> {
  if (delivery.body.length > largestBody) return { status: 413, note: "The body is larger than 5 MB." };
  try {
    return await take(platform, storeId, delivery);
  } catch (error) {
    log.error({ store: storeId, error: String(error) }, "a delivery could not be stored");
    return { status: 503, note: "The delivery could not be stored. Send it again." };
  }
}

async function take(platform: string, storeId: string, delivery: Delivery): Promise<Answer> {
  let door = await doorOf(storeId, 30_000);
  if (door?.platform !== platform) return { status: 404, note: "There is no such store." };
  const connector = connectorFor(door.platform as Platform);
  let verdict = connector.verify(delivery, door.secret);
  if (verdict === "forged") {
    // The secret may have been renewed a moment ago, by this process or another.
    door = (await doorOf(storeId, 0)) ?? door;
    verdict = connector.verify(delivery, door.secret);
  }
  if (verdict === "ping") return { status: 200, note: "Hello." };
  if (verdict === "forged") {
    log.warn({ store: storeId }, "a delivery with a wrong signature was refused");
    return { status: 401, note: "The signature does not match this store's secret." };
  }
  const { topic, objectId } = connector.read(delivery, {});
  const dedupeKey = connector.dedupeKey(delivery);
  const { orgId, storeId: id } = door;
  await keep({ orgId, storeId: id, topic, objectId, dedupeKey, headers: delivery.headers, body: delivery.body });
  hint(orgId, id);
  return { status: 200, note: "Stored." };
}

type Door = { orgId: number; storeId: number; platform: string; secret: string; readAt: number };

const doors = new Map<string, Door | null>();

/** What is needed to let a store in, remembered for a while: one store sends thousands. */
async function doorOf(publicId: string, olderThan: number): Promise<Door | null> {
  const known = doors.get(publicId);
  if (known && known.readAt > Date.now() - olderThan) return known;
  if (!isPublicId(publicId)) return null;
  const [row] = await database()
    .orm.select({
      orgId: stores.orgId,
      storeId: stores.id,
      platform: stores.platform,
      state: stores.state,
      secret: stores.webhookSecret,
    })
    .from(stores)
    .where(eq(stores.publicId, publicId));
  if (!row?.secret || row.state === "disconnected") {
    doors.delete(publicId);
    return null;
  }
  const secret = unseal(row.secret, sealPlace(publicId, "webhook secret"));
  const door = { orgId: row.orgId, storeId: row.storeId, platform: row.platform, secret, readAt: Date.now() };
  if (doors.size > 10_000) doors.clear();
  doors.set(publicId, door);
  return door;
}

/** Stores that were hinted at a moment ago, and whether more has come since. */
const hinted = new Map<string, { more: boolean }>();

/** The first delivery is hinted at once, what follows it every two seconds: a storm of them costs one run, not each its own. */
function hint(orgId: number, storeId: number, wait = 50) {
  const key = `${orgId} ${storeId}`;
  const known = hinted.get(key);
  if (known) {
    known.more = true;
    return;
  }
  const state = { more: false };
  hinted.set(key, state);
  setTimeout(() => void tell(events.deliveriesWaiting.create({ orgId, storeId })), wait);
  setTimeout(() => {
    hinted.delete(key);
    if (state.more) hint(orgId, storeId, 0);
  }, 2000).unref();
}
