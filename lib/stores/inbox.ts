/** What a store has delivered, for the store's page. */
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { webhookDeliveries, webhookOutcomes, webhookWaiting } from "@/db/schema";
import { findStore } from "@/lib/connection/store";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";

const states = ["waiting", "applied", "ignored", "failed"] as const;

/** `before` is the `next` of the page before. */
export const ListDeliveries = z.object({
  store: z.uuid(),
  state: z.enum(states).optional(),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
export const ShowDelivery = z.object({ store: z.uuid(), delivery: z.uuid() });

export type DeliveryLine = {
  id: string;
  topic: string;
  objectId: string | null;
  state: (typeof states)[number];
  reason: string | null;
  receivedAt: Date;
  settledAt: Date | null;
};
export type DeliveryDetail = DeliveryLine & { attempts: number; headers: Record<string, string>; body: string };

const pageSize = 50;
const line = {
  id: webhookDeliveries.publicId,
  topic: webhookDeliveries.topic,
  objectId: webhookDeliveries.objectId,
  state: sql<(typeof states)[number]>`coalesce(${webhookOutcomes.state}, 'waiting')`,
  reason: webhookOutcomes.reason,
  receivedAt: webhookDeliveries.receivedAt,
  settledAt: webhookOutcomes.settledAt,
};

/** Newest first, 50 a page; `next` is null at the end. */
export async function listDeliveries(
  ctx: Ctx,
  input: z.infer<typeof ListDeliveries>,
): Promise<{ items: DeliveryLine[]; next: string | null }> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    const rows = await ctx.db
      .select(line)
      .from(webhookDeliveries)
      .leftJoin(webhookOutcomes, sameDelivery)
      .where(
        and(
          eq(webhookDeliveries.orgId, ctx.orgId),
          eq(webhookDeliveries.storeId, store.id),
          input.state && standsAt(ctx, store.id, input.state),
          input.before ? sql`${webhookDeliveries.id} < ${placeOf(ctx, store.id, input.before)}` : undefined,
        ),
      )
      .orderBy(desc(webhookDeliveries.id))
      .limit(pageSize + 1);
    const items = rows.slice(0, pageSize);
    return { items, next: rows.length > pageSize ? items.at(-1)!.id : null };
  });
}

const sameDelivery = and(
  eq(webhookOutcomes.orgId, webhookDeliveries.orgId),
  eq(webhookOutcomes.storeId, webhookDeliveries.storeId),
  eq(webhookOutcomes.id, webhookDeliveries.id),
);

/** By the table where the few are that are looked for. */
function standsAt(ctx: Ctx, storeId: number, state: (typeof states)[number]): SQL {
  const here = sql`org_id = ${ctx.orgId} and store_id = ${storeId}`;
  if (state === "waiting") return inArray(webhookDeliveries.id, sql`(select id from webhook_waiting where ${here})`);
  return inArray(webhookDeliveries.id, sql`(select id from webhook_outcomes where ${here} and state = ${state})`);
}

const placeOf = (ctx: Ctx, storeId: number, delivery: string) =>
  sql`(select id from webhook_deliveries
    where org_id = ${ctx.orgId} and store_id = ${storeId} and public_id = ${delivery}::uuid)`;

/** One delivery with its headers (without the signature) and body as text. */
export async function showDelivery(ctx: Ctx, input: z.infer<typeof ShowDelivery>): Promise<DeliveryDetail> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    const [row] = await ctx.db
      .select({
        ...line,
        attempts: sql<number>`coalesce(${webhookOutcomes.attempts}, (select attempts from ${webhookWaiting} w
          where w.org_id = ${ctx.orgId} and w.store_id = ${store.id} and w.id = ${webhookDeliveries.id}), 0)`,
        headers: webhookDeliveries.headers,
        body: webhookDeliveries.body,
      })
      .from(webhookDeliveries)
      .leftJoin(webhookOutcomes, sameDelivery)
      .where(
        and(
          eq(webhookDeliveries.orgId, ctx.orgId),
          eq(webhookDeliveries.storeId, store.id),
          eq(webhookDeliveries.publicId, input.delivery),
        ),
      );
    if (!row) throw notFound("delivery");
    const headers = Object.entries(row.headers as Record<string, string>).filter(
      ([name]) => !name.includes("signature"),
    );
    return { ...row, headers: Object.fromEntries(headers), body: row.body.toString("utf8") };
  });
}
