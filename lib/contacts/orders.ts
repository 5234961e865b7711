/** All orders of one contact, newest first, with their items. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { invalid, notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";
import { type Order, ordersOf } from "./profile";

/** `before` is the `next` of the page before. */
export const ListOrders = z.object({ contact: z.uuid(), before: z.string().max(300).optional() });

export const ordersAPage = 50;

/** 50 a page; `next` is null at the end. @throws Failure not-found, invalid (a damaged `before`) */
export async function listOrders(
  ctx: Ctx,
  input: z.output<typeof ListOrders>,
): Promise<{ orders: Order[]; next: string | null }> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const [contact] = await ctx.db.execute<{ id: string }>(sql`
      select id from contacts where org_id = ${ctx.orgId} and public_id = ${input.contact}::uuid and gone_at is null`);
    if (!contact) throw notFound("contact");
    const rows = await ctx.db.execute<Order>(
      ordersOf(ctx.orgId, Number(contact.id), past(ctx.orgId, Number(contact.id), input.before), ordersAPage + 1),
    );
    const orders = rows.slice(0, ordersAPage);
    return { orders, next: rows.length > ordersAPage ? orders.at(-1)!.key : null };
  });
}

/** Past the order with this number of the store's; it tells nothing that the page does not show. */
function past(orgId: number, contact: number, before: string | undefined) {
  if (!before) return sql`true`;
  if (before.includes("\0")) throw invalid("This page of the orders cannot be found. Begin at the newest.");
  return sql`(o.placed_at, o.id) < (
    select placed_at, id from orders where org_id = ${orgId} and contact_id = ${contact} and external_id = ${before})`;
}
