/** Organizations and stores to test with, made the shortest honest way: rows, with really sealed secrets. */
import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { organizations, stores } from "@/db/schema";
import { dayAt } from "@/lib/calendar";
import { sealCredentials, sealPlace } from "@/lib/connection/store";
import type { Platform } from "@/lib/connectors/types";
import { forgetEnv } from "@/lib/env";
import { randomSecret, seal } from "@/lib/secrets";
import { type Ctx, database } from "@/lib/tenancy";

/** A key for sealing, as an installation has one. Call before anything seals. */
export function useKey() {
  process.env.CLIENTELE_KEY ??= randomBytes(32).toString("base64");
  process.env.ALLOW_PRIVATE_STORES = "1";
  // No test calls the real Stripe or Shopify.
  process.env.STRIPE_API_URL ??= "http://127.0.0.1:1";
  process.env.SHOPIFY_API_URL ??= "http://127.0.0.1:1";
  forgetEnv();
}

export async function makeOrganization(name = "North Candles"): Promise<Ctx & { slug: string }> {
  const slug = `org-${randomBytes(6).toString("hex")}`;
  const [row] = await database()
    .orm.insert(organizations)
    .values({ name, slug, timeZone: "Europe/Berlin" })
    .returning();
  return { orgId: row!.id, actor: { kind: "job", name: "Test" }, slug };
}

/** A time zone where it is another day than in UTC at this moment: there is one at any. */
export const elsewhereInTime = (now = new Date()): string =>
  ["Pacific/Kiritimati", "Pacific/Pago_Pago"].find((zone) => dayAt(zone, now) !== dayAt("UTC", now))!;

export type TestStore = { id: number; publicId: string; secret: string };

/** An active WooCommerce store that takes everybody, unless told otherwise. */
export async function makeStore(
  ctx: Ctx,
  settings: {
    platform?: Platform;
    url?: string;
    keys?: object;
    secret?: string;
    selection?: string[];
    state?: "active" | "choosing";
    /** Inner id of the store whose contacts its people are. */
    joinsId?: number;
  } = {},
): Promise<TestStore> {
  const secret = settings.secret ?? randomSecret();
  const { orm } = database();
  const [row] = await orm
    .insert(stores)
    .values({
      orgId: ctx.orgId,
      platform: settings.platform ?? "woocommerce",
      joinsId: settings.joinsId ?? null,
      name: "Outlet",
      url: settings.url ?? `https://${randomBytes(6).toString("hex")}.example`,
      state: settings.state ?? "active",
      selection: settings.selection ?? ["subscriber", "buyer", "contact"],
      currency: "EUR",
      country: "DE",
      timeZone: "Europe/Berlin",
    })
    .returning();
  const { id, publicId } = row!;
  await orm
    .update(stores)
    .set({
      credentials: sealCredentials(publicId, settings.keys ?? { consumerKey: "ck_0", consumerSecret: "cs_0" }),
      webhookSecret: seal(secret, sealPlace(publicId, "webhook secret")),
    })
    .where(eq(stores.publicId, publicId));
  return { id, publicId, secret };
}
