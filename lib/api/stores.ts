/** Stores as the API shows them. */
import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { stores } from "@/db/schema";
import { findStore, type StoreRow } from "@/lib/connection/store";
import { permit } from "@/lib/permissions";
import { OpenStore, openStore } from "@/lib/stores/open";
import { boundTo, type Ctx, transact } from "@/lib/tenancy";
import { At, Id } from "./schemas";

export const Store = z
  .object({
    id: Id,
    name: z.string(),
    platform: z.string(),
    url: z.string().nullable(),
    state: z.string(),
    currency: z.string(),
    country: z.string().nullable(),
    timeZone: z.string(),
    createdAt: At,
  })
  .meta({ id: "Store" });

export const OneStore = z.object({ store: Id });
export const CreateStore = OpenStore;

type View = z.output<typeof Store>;

/** By name; a key that is bound to one sees that one. */
export async function allStores(ctx: Ctx): Promise<{ items: View[]; next: null }> {
  permit(ctx, "stores.read");
  const bound = boundTo(ctx);
  return transact(ctx, async (ctx) => {
    const mine = and(eq(stores.orgId, ctx.orgId), bound === null ? undefined : eq(stores.id, bound));
    const rows = await ctx.db.select().from(stores).where(mine).orderBy(asc(stores.name), asc(stores.id));
    return { items: rows.map(viewOf), next: null };
  });
}

/** @throws Failure not-found */
export async function getStore(ctx: Ctx, input: z.output<typeof OneStore>): Promise<View> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => viewOf(await findStore(ctx, input.store)));
}

/** A store of the kind “api”. */
export async function createStore(ctx: Ctx, input: z.output<typeof CreateStore>): Promise<View> {
  permit(ctx, "stores.connect");
  return transact(ctx, async (ctx) => viewOf(await findStore(ctx, (await openStore(ctx, input)).store)));
}

function viewOf({ publicId: id, name, platform, url, state, currency, country, timeZone, createdAt }: StoreRow): View {
  const shown = platform === "api" ? null : url;
  return { id, name, platform, url: shown, state, currency, country, timeZone, createdAt: createdAt.toISOString() };
}
