/** What a store has delivered, for the store's page. */
import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { webhookDeliveries } from "@/db/schema";
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
  state: webhookDeliveries.state,
  reason: webhookDeliveries.reason,
  receivedAt: webhookDeliveries.receivedAt,
  settledAt: webhookDeliveries.settledAt,
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
      .where(
        and(
          eq(webhookDeliveries.orgId, ctx.orgId),
          eq(webhookDeliveries.storeId, store.id),
          input.state && eq(webhookDeliveries.state, input.state),
          input.before ? sql`${webhookDeliveries.id} < ${placeOf(ctx, store.id, input.before)}` : undefined,
        ),
      )
      .orderBy(desc(webhookDeliveries.id))
      .limit(pageSize + 1);
    const items = rows.slice(0, pageSize);
    return { items, next: rows.length > pageSize ? items.at(-1)!.id : null };
  });
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
        attempts: webhookDeliveries.attempts,
        headers: webhookDeliveries.headers,
        body: webhookDeliveries.body,
      })
      .from(webhookDeliveries)
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
