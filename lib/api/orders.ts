/** Orders of a shop of any other make. They are its records: contacts, totals and timelines follow as for any store. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { receivingOf } from "@/lib/connection/store";
import { present } from "@/lib/connectors/fields";
import type { OrderRecord } from "@/lib/connectors/types";
import { conflict } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { absorb, recordKey } from "@/lib/records/absorb";
import { takeProducts } from "@/lib/records/products";
import { eachText } from "@/lib/sets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { Happened, InStore } from "./schemas";
import { storeFor } from "./store";

const Money = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,4})?$/, "Write money as a text such as “24.00”.")
  .meta({ description: "An exact decimal, as a text." });
/** Exact, where floats would round. */
function tenThousandths(money: string): bigint {
  const [whole = "0", part = ""] = money.split(".");
  return BigInt(whole) * 10_000n + BigInt(part.padEnd(4, "0"));
}

const sumOf = (refunds: { amount: string }[]) => refunds.reduce((sum, { amount }) => sum + tenThousandths(amount), 0n);

const ExternalId = z.string().trim().min(1).max(190);
const text = (longest: number) => z.string().trim().max(longest);

const Item = z.strictObject({
  id: ExternalId.optional(),
  product: ExternalId.optional(),
  variant: ExternalId.optional(),
  name: text(300).min(1),
  sku: text(100).optional(),
  vendor: text(200).min(1).optional().meta({ description: "Of the product." }),
  categories: z.array(text(200).min(1)).max(50).optional().meta({ description: "All of the product." }),
  quantity: z.number().positive().max(1_000_000),
  total: Money.meta({ description: "What the line costs after discounts." }),
});

export const Order = z
  .strictObject({
    id: ExternalId.meta({ description: "Yours: the same id again is the same order." }),
    number: text(60).optional(),
    status: z.enum(["draft", "pending", "placed", "cancelled", "refunded"]),
    currency: z.string().regex(/^[A-Z]{3}$/, "Write a currency such as EUR."),
    total: Money,
    placedAt: Happened,
    updatedAt: Happened.optional().meta({ description: "The newest wins; now, where it is missing." }),
    paidAt: Happened.nullable().optional(),
    completedAt: Happened.nullable().optional(),
    customer: ExternalId.optional().meta({ description: "The externalId of the contact who bought." }),
    email: text(400).optional(),
    phone: text(60).optional(),
    firstName: text(100).optional(),
    lastName: text(100).optional(),
    company: text(120).optional(),
    line1: text(200).optional(),
    line2: text(200).optional(),
    postcode: text(20).optional(),
    city: text(100).optional(),
    region: text(100).optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "Write a country such as DE.")
      .optional(),
    items: z.array(Item).max(500).default([]),
    refunds: z
      .array(
        z.strictObject({
          id: ExternalId,
          amount: Money.meta({ description: "All refunds of an order come to its total at most." }),
          at: Happened.nullable().optional(),
          reason: text(300).optional(),
        }),
      )
      .max(100)
      .default([]),
    coupons: z.array(text(100)).max(50).default([]),
  })
  .refine((one) => one.customer || one.email || one.phone, {
    message: "Say who bought, by customer, email or phone.",
    path: ["email"],
  })
  .refine((one) => sumOf(one.refunds) <= tenThousandths(one.total), {
    message: "The refunds come to more than the order's total.",
    path: ["refunds"],
  })
  .meta({ id: "Order" });

export const UpsertOrders = z.strictObject({
  ...InStore,
  orders: z.array(Order).min(1).max(500, "Give at most 500 at once."),
});

/** `stale` is older than what is known; `erased` is of somebody who was erased and is not kept. */
export const OrdersUpserted = z.object({
  changed: z.int(),
  results: z.array(z.object({ id: z.string(), outcome: z.enum(["kept", "stale", "erased"]) })),
});

/** @throws Failure not-found (store), conflict (a store whose orders come from its platform) */
export async function upsertOrders(
  ctx: Ctx,
  input: z.output<typeof UpsertOrders>,
): Promise<z.input<typeof OrdersUpserted>> {
  permit(ctx, "orders.edit");
  return transact(ctx, async (ctx) => {
    const store = await storeFor(ctx, input.store);
    if (store.platform !== "api") throw conflict("The orders of this store come from the store itself.");
    const customers = await addressesOf(
      ctx,
      store.id,
      input.orders.flatMap(({ customer }) => customer ?? []),
    );
    const asOf = new Date();
    const records = input.orders.map((order) => recordOf(order, customers.get(order.customer ?? ""), asOf));
    const news = records.map((record) => ({ change: { kind: "order" as const, record }, asOf, authority: true }));
    const { changed, stale, erased } = await absorb(ctx, receivingOf(store), news);
    await takeProducts(ctx, store.id, news);
    const outcomeOf = (id: string) => {
      const key = recordKey("order", id);
      return erased.has(key) ? ("erased" as const) : stale.has(key) ? ("stale" as const) : ("kept" as const);
    };
    return { changed, results: input.orders.map(({ id }) => ({ id, outcome: outcomeOf(id) })) };
  });
}

type Reached = { email: string | null; phone: string | null };

function recordOf(order: z.output<typeof Order>, customer: Reached | undefined, asOf: Date): OrderRecord {
  const { id, number, updatedAt, placedAt, status, currency, total, paidAt, completedAt, coupons } = order;
  const date = (at: string | null | undefined) => (at ? new Date(at) : null);
  return {
    externalId: id,
    number: number ?? id,
    updatedAt: date(updatedAt) ?? asOf,
    createdAt: new Date(placedAt),
    status,
    platformStatus: status,
    currency,
    total,
    customerExternalId: order.customer ?? null,
    person: personOf(order, customer),
    consents: [],
    paidAt: date(paidAt),
    completedAt: date(completedAt),
    items: order.items.map(({ id, product, variant, vendor, categories, ...item }, n) => ({
      ...item,
      externalId: id ?? String(n + 1),
      productId: product,
      variantId: variant,
    })),
    products: order.items.flatMap(({ product, vendor, categories }) =>
      product && (vendor || categories) ? [present({ externalId: product, vendor, categories })] : [],
    ),
    refunds: order.refunds.map(({ id, at, ...refund }) => ({ ...refund, externalId: id, at: date(at) })),
    coupons,
  };
}

/** Who is named by their id is reached by the addresses they have here, whatever the order says beside it. */
function personOf(order: z.output<typeof Order>, customer: Reached | undefined): OrderRecord["person"] {
  const { email, phone, firstName, lastName, company, line1, line2, postcode, city, region, country } = order;
  return {
    email: customer?.email ?? email,
    phone: customer && !customer.email ? (customer.phone ?? phone) : phone,
    firstName,
    lastName,
    address: { company, line1, line2, postcode, city, region, country },
  };
}

async function addressesOf(ctx: Working, storeId: number, customers: string[]): Promise<Map<string, Reached>> {
  if (customers.length === 0) return new Map();
  const rows = await ctx.db.execute<{ id: string } & Reached>(sql`
    select t.id, c.email, c.phone from ${eachText(new Set(customers))} as t(id) cross join lateral (
      select email, phone from contacts
      where org_id = ${ctx.orgId} and store_id = ${storeId} and external_id = t.id offset 0) c`);
  return new Map(rows.map(({ id, ...reached }) => [id, reached]));
}
