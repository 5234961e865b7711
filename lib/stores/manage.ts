/** What a merchant does with a connected store. */
import { and, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { stores, syncs } from "@/db/schema";
import { audit } from "@/lib/audit";
import { keepWebhooks, removeWebhooks } from "@/lib/connection/registration";
import { connectorOf, findStore, type StoreRow, sealPlace } from "@/lib/connection/store";
import { erasedReason } from "@/lib/erased";
import { conflict, notFound } from "@/lib/errors";
import { events, tell } from "@/lib/jobs";
import { errorFacts, log } from "@/lib/log";
import { permit } from "@/lib/permissions";
import { randomSecret, seal } from "@/lib/secrets";
import { beginSync } from "@/lib/sync/sync";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { putBack } from "./put-back";

export const OfStore = z.object({ store: z.uuid() });
export const OfDelivery = OfStore.extend({ delivery: z.uuid() });
type OfStore = z.infer<typeof OfStore>;

/** Reads the whole store again now, deletions included. @throws Failure conflict when a sync runs already */
export async function syncNow(ctx: Ctx, input: OfStore): Promise<void> {
  permit(ctx, "stores.sync");
  const store = await transact(ctx, (ctx) => findStore(ctx, input.store));
  await beginSync(ctx, { storeId: store.id, kind: "manual" });
}

/** Asks the running sync to stop at its next page. What it brought stays. */
export async function cancelSync(ctx: Ctx, input: OfStore): Promise<void> {
  permit(ctx, "stores.sync");
  await transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    await ctx.db
      .update(syncs)
      .set({ cancelAsked: true })
      .where(and(eq(syncs.orgId, ctx.orgId), eq(syncs.storeId, store.id), eq(syncs.state, "running")));
    await audit(ctx, "store.sync-cancelled", `store ${store.name}`);
  });
}

/** Deliveries still come in and wait; nothing is applied and nothing synced until `resumeStore`. */
export const pauseStore = (ctx: Ctx, input: OfStore) => turn(ctx, input, "active", "paused", "store.paused");

/** Goes on: the waiting deliveries are applied, and a sync finds what was missed. */
export async function resumeStore(ctx: Ctx, input: OfStore): Promise<void> {
  const store = await turn(ctx, input, "paused", "active", "store.resumed");
  await tell(events.deliveriesWaiting.create({ orgId: ctx.orgId, storeId: store.id }));
  await beginSync(ctx, { storeId: store.id, kind: "light" });
}

async function turn(ctx: Ctx, input: OfStore, from: StoreRow["state"], to: StoreRow["state"], verb: string) {
  permit(ctx, "stores.disconnect");
  return transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    if (store.state !== from) throw conflict(`This store is ${store.state}, so this cannot be done now.`);
    await ctx.db
      .update(stores)
      .set({ state: to })
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, store.id)));
    await audit(ctx, verb, `store ${store.name}`);
    return store;
  });
}

/** Takes our webhooks off the store and forgets its keys. Contacts and history stay. */
export async function disconnectStore(ctx: Ctx, input: OfStore): Promise<void> {
  permit(ctx, "stores.disconnect");
  const store = await transact(ctx, (ctx) => findStore(ctx, input.store));
  if (store.state === "disconnected") return;
  await removeWebhooks(store).catch((error) =>
    log.warn(
      { store: store.publicId, error: errorFacts(error) },
      "webhooks could not be taken off a disconnected store",
    ),
  );
  await transact(ctx, (ctx) => leaveStore(ctx, store, null));
}

/**
 * Forgets a store's keys. `why`: a sentence for its page, where the merchant did it elsewhere; then the secret of its
 * deliveries stays, for what the platform still has to pass on.
 */
export async function leaveStore(ctx: Working, store: StoreRow, why: string | null): Promise<void> {
  const [left] = await ctx.db
    .update(stores)
    .set({
      state: "disconnected",
      credentials: null,
      webhookSecret: why ? store.webhookSecret : null,
      trouble: why,
      troubleSince: why ? sql`now()` : null,
    })
    .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, store.id), ne(stores.state, "disconnected")))
    .returning({ id: stores.id });
  if (!left) return;
  await ctx.db.execute(sql`delete from store_webhooks where org_id = ${ctx.orgId} and store_id = ${store.id}`);
  await audit(ctx, "store.disconnected", `store ${store.name}`);
}

/**
 * A new secret for the store's deliveries: it applies at once, also to what is queued. Where the platform makes it, the
 * webhook is made anew and brings it.
 */
export async function renewSecret(ctx: Ctx, input: OfStore): Promise<void> {
  permit(ctx, "stores.connect");
  const store = await transact(ctx, async (ctx) => {
    const found = await findStore(ctx, input.store);
    const { secrets } = connectorOf(found).abilities;
    if (secrets === "app") throw conflict("This store signs with its app's secret: renew that at the platform.");
    await audit(ctx, "store.secret-renewed", `store ${found.name}`);
    if (secrets === "platform") return found;
    const [row] = await ctx.db
      .update(stores)
      .set({ webhookSecret: seal(randomSecret(), sealPlace(found.publicId, "webhook secret")) })
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.id, found.id)))
      .returning();
    return row!;
  });
  await keepWebhooks(ctx, store, true);
}

/** Puts a settled delivery back into the inbox, to be applied once more. */
export async function replayDelivery(ctx: Ctx, input: z.infer<typeof OfDelivery>): Promise<void> {
  permit(ctx, "stores.sync");
  const storeId = await transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    const [row] = await ctx.db.execute<{ size: number }>(sql`
      select octet_length(body) as size from webhook_deliveries
      where org_id = ${ctx.orgId} and store_id = ${store.id} and public_id = ${input.delivery}::uuid`);
    if (!row) throw notFound("delivery");
    if (row.size === 0) throw conflict(erasedReason);
    await putBack(ctx, store.id, sql`d.public_id = ${input.delivery}::uuid`);
    await audit(ctx, "delivery.replayed", `store ${store.name}`, { delivery: input.delivery });
    return store.id;
  });
  await tell(events.deliveriesWaiting.create({ orgId: ctx.orgId, storeId }));
}
