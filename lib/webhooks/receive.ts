/**
 * A store's delivery comes in: verify, write down, hint, answer. 401 bad signature, 404 unknown store, 413 too large,
 * 200 stored or already stored, 503 when it could not be stored; never 2xx for something lost.
 */
import { and, eq } from "drizzle-orm";
import { stores } from "@/db/schema";
import { appSecrets } from "@/lib/connection/apps";
import { isPublicId, sealPlace } from "@/lib/connection/store";
import { connectorFor, isCalled } from "@/lib/connectors/registry";
import type { Connector, Delivery, Platform, Verdict } from "@/lib/connectors/types";
import { events, tell } from "@/lib/jobs";
import { errorFacts, inRequest, log } from "@/lib/log";
import { unseal } from "@/lib/secrets";
import { database } from "@/lib/tenancy";
import { demandsIn, keepDemands } from "./demands";
import { keep } from "./inbox";

/** Shopify's and WooCommerce's largest real bodies are a few hundred kB. */
export const largestBody = 5_000_000;

export type Answer = { status: 200 | 401 | 404 | 413 | 503; note: string };

/** Takes one delivery for the store with this public id. Never throws. */
export async function receive(platform: string, storeId: string, delivery: Delivery): Promise<Answer> {
  if (delivery.body.length > largestBody) return { status: 413, note: "The body is larger than 5 MB." };
  return inRequest(() => takeOrRefuse(platform, storeId, delivery));
}

async function takeOrRefuse(platform: string, storeId: string, delivery: Delivery): Promise<Answer> {
  try {
    return await take(platform, storeId, delivery);
  } catch (error) {
    log.error({ store: storeId, delivery: idOf(platform, delivery), error: errorFacts(error) }, notStored);
    return { status: 503, note: "The delivery could not be stored. Send it again." };
  }
}

const notStored = "a delivery could not be stored";

/** What the log calls a delivery, and the inbox `dedupe_key`: a hash, since no platform's own id is sure to be one. */
const idOf = (platform: string, delivery: Delivery) =>
  isCalled(platform) ? connectorFor(platform as Platform).dedupeKey(delivery) : undefined;

/** The same where the sender can sign nothing: the secret stands in the address it was given. Never throws. */
export async function receiveHint(
  platform: string,
  storeId: string,
  secret: string,
  delivery: Delivery,
): Promise<Answer> {
  const header = headerOf(platform);
  if (!header) return { status: 404, note: "Hints are not taken for this platform." };
  return receive(platform, storeId, { ...delivery, headers: { ...delivery.headers, [header]: secret } });
}

/** Whether hints from an address with this secret would be taken. */
export async function isKnownSender(platform: string, storeId: string, secret: string): Promise<boolean> {
  const header = headerOf(platform);
  const door = header && (await doorOf(storeId, 0));
  if (!door || door.platform !== platform || !door.open) return false;
  const asked = { headers: { [header]: secret }, body: Buffer.alloc(0) };
  return connectorFor(door.platform).verify(asked, door.secret) === "genuine";
}

const headerOf = (platform: string) =>
  isCalled(platform) ? connectorFor(platform as Platform).hints?.header.toLowerCase() : undefined;

/**
 * Takes one delivery at the address that stands for all stores of a platform: for every store of that address, in
 * whichever organization. Signed by this house's app, or by the store's own. Never throws.
 */
export async function receiveForAll(platform: string, delivery: Delivery): Promise<Answer> {
  if (delivery.body.length > largestBody) return { status: 413, note: "The body is larger than 5 MB." };
  if (!isCalled(platform)) return { status: 404, note: "There is no such platform." };
  return inRequest(() => takeForAll(platform as Platform, delivery));
}

async function takeForAll(platform: Platform, delivery: Delivery): Promise<Answer> {
  try {
    const url = connectorFor(platform).storeOf?.(delivery) ?? "";
    const rows = await database()
      .orm.select({ id: stores.publicId })
      .from(stores)
      .where(and(eq(stores.platform, platform), eq(stores.url, url)));
    const answers = await Promise.all(rows.map(({ id }) => take(platform, id, delivery)));
    const refused = answers.find(({ status }) => status !== 200 && status !== 404);
    if (refused) return refused;
    return answers.find(({ status }) => status === 200) ?? unknownTo(platform, delivery);
  } catch (error) {
    log.error({ platform, delivery: idOf(platform, delivery), error: errorFacts(error) }, notStored);
    return { status: 503, note: "The delivery could not be stored. Send it again." };
  }
}

/** Of a store that nobody connected: genuine or not is all that is to be said. */
function unknownTo(platform: Platform, delivery: Delivery): Answer {
  const { verify } = connectorFor(platform);
  const genuine = appSecrets(platform).some((secret) => verify(delivery, secret) !== "forged");
  return genuine ? { status: 200, note: "Nothing is held of this store." } : forged;
}

const forged: Answer = { status: 401, note: "The signature does not match this store's secret." };

async function take(platform: string, storeId: string, delivery: Delivery): Promise<Answer> {
  let door = await doorOf(storeId, 30_000);
  if (door?.platform !== platform) return { status: 404, note: "There is no such store." };
  const connector = connectorFor(door.platform as Platform);
  let verdict = verdictOf(connector, delivery, door);
  if (verdict === "forged") {
    // The secret may have been renewed a moment ago, by this process or another.
    door = (await doorOf(storeId, 0)) ?? door;
    verdict = verdictOf(connector, delivery, door);
  }
  if (verdict === "ping") return { status: 200, note: "Hello." };
  if (verdict === "forged") {
    log.warn({ store: storeId, delivery: idOf(platform, delivery) }, "a delivery with a wrong signature was refused");
    return forged;
  }
  const { topic, objectId, changes } = connector.read(delivery, {});
  const dedupeKey = connector.dedupeKey(delivery);
  const { orgId, storeId: id } = door;
  const demands = demandsIn(changes);
  if (demands.length > 0) {
    await keepDemands(door, dedupeKey, demands);
    return { status: 200, note: "Stored." };
  }
  if (!door.open) return { status: 404, note: "This store is disconnected." };
  const { [headerOf(platform) ?? ""]: _secret, ...headers } = delivery.headers;
  await keep({ orgId, storeId: id, topic, objectId, dedupeKey, headers, body: delivery.body });
  log.debug({ store: storeId, delivery: dedupeKey, topic }, "a delivery is in the inbox");
  hint(orgId, id);
  return { status: 200, note: "Stored." };
}

/** An app signs for all its stores, so that the delivery must also name this one. */
function verdictOf({ verify, abilities, storeOf }: Connector, delivery: Delivery, door: Door): Verdict {
  if (abilities.secrets !== "app") return verify(delivery, door.secret);
  if (storeOf && storeOf(delivery) !== door.url) return "forged";
  const secrets = [door.secret, ...appSecrets(door.platform)].filter(Boolean);
  const verdicts = secrets.map((secret) => verify(delivery, secret));
  return verdicts.find((verdict) => verdict !== "forged") ?? "forged";
}

/** `open`: news is taken. A store that was disconnected may still pass on demands, signed by its app. */
type Door = {
  orgId: number;
  storeId: number;
  platform: Platform;
  url: string;
  secret: string;
  open: boolean;
  readAt: number;
};

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
      url: stores.url,
      state: stores.state,
      secret: stores.webhookSecret,
    })
    .from(stores)
    .where(eq(stores.publicId, publicId));
  const platform = row?.platform as Platform;
  const open = row?.secret != null && row.state !== "disconnected";
  if (!row || (!open && !appSecrets(platform).length && !row.secret)) {
    doors.delete(publicId);
    return null;
  }
  const secret = row.secret ? unseal(row.secret, sealPlace(publicId, "webhook secret")) : "";
  const door = { orgId: row.orgId, storeId: row.storeId, platform, url: row.url, secret, open, readAt: Date.now() };
  if (doors.size > 10_000) doors.clear();
  doors.set(publicId, door);
  return door;
}

/** Stores that were hinted at a moment ago, and whether more has come since. */
const hinted = new Map<string, { more: boolean }>();

/**
 * The first delivery is hinted at once, what follows it every two seconds: a storm of them costs one run, not each its
 * own.
 */
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
