/** A store as the rest of the house needs it: its row, its connector, its secrets sealed. */
import { and, eq } from "drizzle-orm";
import { stores } from "@/db/schema";
import { connectorFor } from "@/lib/connectors/registry";
import type { Connector, Platform } from "@/lib/connectors/types";
import { type Kind, kinds } from "@/lib/contacts/selection";
import { conflict, notFound } from "@/lib/errors";
import type { Receiving } from "@/lib/records/absorb";
import { seal } from "@/lib/secrets";
import type { Working } from "@/lib/tenancy";

export type StoreRow = typeof stores.$inferSelect;

export const platformNames: Record<Platform, string> = {
  shopify: "Shopify",
  woocommerce: "WooCommerce",
  magento: "Magento",
  stripe: "Stripe",
  shopline: "SHOPLINE",
  salesforce: "Salesforce",
  api: "API",
};

/** Anything else would be an error of Postgres' own, not "not found". */
export const isPublicId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** The store with this public id. A foreign or absent one is "not found". */
export async function findStore(ctx: Working, publicId: string): Promise<StoreRow> {
  const [row] = isPublicId(publicId)
    ? await ctx.db
        .select()
        .from(stores)
        .where(and(eq(stores.orgId, ctx.orgId), eq(stores.publicId, publicId)))
    : [];
  if (!row) throw notFound("store");
  return row;
}

/**
 * The same, to give people of its own to. @throws Failure not-found; conflict where its people are another store's
 */
export async function findHome(ctx: Working, publicId: string): Promise<StoreRow> {
  const row = await findStore(ctx, publicId);
  if (!row.joinsId) return row;
  const home = await storeById(ctx, row.joinsId);
  throw conflict(`The people of ${row.name} are contacts of ${home.name}. Name that store.`);
}

export async function storeById(ctx: Working, id: number): Promise<StoreRow> {
  const [row] = await ctx.db
    .select()
    .from(stores)
    .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, id)));
  if (!row) throw notFound("store");
  return row;
}

/** The store whose contacts this one's people are: its own, or those of the one that it joined. */
export const homeOf = (row: Pick<StoreRow, "id" | "joinsId">): number => row.joinsId ?? row.id;

export const connectorOf = (row: Pick<StoreRow, "platform">): Connector => connectorFor(row.platform as Platform);

/** What a sealed secret of a store is bound to. */
export const sealPlace = (publicId: string, what: "credentials" | "webhook secret") => `store ${publicId} ${what}`;

export const sealCredentials = (publicId: string, credentials: object) =>
  seal(JSON.stringify(credentials), sealPlace(publicId, "credentials"));

/** `home`: the store that it joined, if it did. */
export const receivingOf = (row: StoreRow, home: StoreRow = row): Receiving => ({
  id: row.id,
  home: { id: home.id, currency: home.currency, selection: selectionOf(home) },
  label: `${platformNames[row.platform as Platform]} · ${row.name}`,
  country: row.country ?? home.country,
  currency: row.currency,
  selection: selectionOf(row),
  peopleOnly: connectorOf(row).abilities.peopleOnly === true,
});

/** What its records need, whosever contacts their people become. */
export const receivingAt = async (ctx: Working, row: StoreRow): Promise<Receiving> =>
  receivingOf(row, row.joinsId ? await storeById(ctx, row.joinsId) : row);

export const selectionOf = (row: Pick<StoreRow, "selection">): Kind[] =>
  kinds.filter((kind) => row.selection.includes(kind));
