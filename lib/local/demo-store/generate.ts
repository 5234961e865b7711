/** Fills a store with two years of believable trade. The same seed, size and end give the same records. */
import { chance, inventPerson, pick, type Random, randomFrom } from "@/lib/local/demo-store/people";
import {
  type Billing,
  type Customer,
  type Meta,
  type Order,
  optInKey,
  type Place,
  type Product,
  products,
  type Shelf,
  shelfOf,
} from "@/lib/local/demo-store/records";

export type Stock = {
  customers: Customer[];
  orders: Order[];
  nextPostId: number;
  nextItemId: number;
  nextMetaId: number;
};

const twoYears = 2 * 365 * 86_400;
const firstCustomerId = 2;
const firstOrderId = 101;

type StockOptions = { seed: string; customers: number; orders: number; endsAt: number; shelf?: Shelf };

/** `customers` accounts and about four orders for each, a third of them by guests, ending at `endsAt` (seconds). */
export function generateStock(options: StockOptions): Stock {
  const random = randomFrom(options.seed);
  const making = { post: firstOrderId, item: 1, meta: 1, shelf: shelfOf(options) };
  const startsAt = options.endsAt - twoYears;
  const customers: Customer[] = [];
  for (let index = 0; index < options.customers; index += 1) {
    const createdAt = startsAt + Math.floor((twoYears * index) / options.customers);
    customers.push(makeCustomer(random, firstCustomerId + index, createdAt, customers.at(-1), making));
  }
  const guests = Array.from({ length: Math.ceil(options.customers / 2) }, (_, index) =>
    asBuyer(inventPerson(random, options.customers + firstCustomerId + index)),
  );
  const orders: Order[] = [];
  for (let index = 0; index < options.orders; index += 1) {
    const createdAt = startsAt + Math.floor((twoYears * (index + 1)) / (options.orders + 1));
    orders.push(
      makeOrder(
        random,
        createdAt,
        options.endsAt,
        pickBuyer(random, customers, guests, index / options.orders),
        making,
      ),
    );
  }
  return { customers, orders, nextPostId: making.post, nextItemId: making.item, nextMetaId: making.meta };
}

/** The next ids, and what there is to buy. */
type Making = { post: number; item: number; meta: number; shelf: Product[] };

function makeCustomer(
  random: Random,
  id: number,
  createdAt: number,
  before: Customer | undefined,
  making: Making,
): Customer {
  const billing = inventPerson(random, id);
  // Families share a telephone.
  if (before?.billing.phone && chance(random, 0.03)) billing.phone = before.billing.phone;
  const { email, ...place } = billing;
  const staff = id % 997 === 0;
  return {
    id,
    email,
    firstName: billing.first_name,
    lastName: billing.last_name,
    role: staff ? "shop_manager" : "customer",
    username: `${email.split("@")[0]?.toLowerCase()}`,
    createdAt,
    modifiedAt: chance(random, 0.1) ? null : createdAt + Math.floor(random() * 3600),
    billing,
    shipping: place,
    paying: false,
    meta: chance(random, 0.55) ? [optIn(random, making)] : [],
  };
}

const optIn = (random: Random, making: Making): Meta => ({
  id: making.meta++,
  key: optInKey,
  value: chance(random, 0.75) ? "yes" : "no",
});

/**
 * Orders share the address objects of their buyer: a million copies would not fit. Verbs replace, never change them.
 */
type Buyer = { customer?: Customer; billing: Billing; shipping: Place };

function asBuyer(billing: Billing): Buyer {
  const { email: _, ...shipping } = billing;
  return { billing, shipping };
}

/** A few accounts buy much, many never; only accounts that existed by then. Guests sometimes have an account, too. */
function pickBuyer(random: Random, customers: Customer[], guests: Buyer[], progress: number): Buyer {
  const known = Math.max(1, Math.floor(customers.length * progress));
  const customer = customers[Math.floor(random() ** 2 * known * 0.8)];
  if (customer && !chance(random, 0.33)) return { customer, billing: customer.billing, shipping: customer.shipping };
  if (customer && chance(random, 0.1)) return { billing: customer.billing, shipping: customer.shipping };
  return guests.length > 0 ? pick(random, guests) : asBuyer(inventPerson(random, 0));
}

function makeOrder(
  random: Random,
  createdAt: number,
  endsAt: number,
  { customer, billing, shipping }: Buyer,
  making: Making,
): Order {
  const status = pickStatus(random, createdAt > endsAt - 5 * 86_400);
  const paid = ["processing", "completed", "refunded"].includes(status);
  const completed = status === "completed" || status === "refunded";
  const modifiedAt = createdAt + Math.floor(random() * Math.min(6 * 86_400, endsAt - createdAt));
  const viaCheckout = chance(random, 0.97);
  if (customer && paid) customer.paying = true;
  const discounted = chance(random, 0.12);
  const order: Order = {
    id: making.post++,
    status,
    createdAt,
    modifiedAt,
    paidAt: paid ? createdAt + 20 : null,
    completedAt: completed ? modifiedAt : null,
    customerId: customer?.id ?? 0,
    billing,
    shipping,
    payment: pick(random, ["stripe", "paypal", "bacs", "cod"]),
    via: viaCheckout ? pick(random, ["store-api", "checkout"]) : "admin",
    items: makeItems(random, making),
    discountCents: discounted ? 500 : 0,
    coupon: discounted ? "welcome5" : null,
    refunds: [],
    meta: viaCheckout && chance(random, 0.25) ? [optIn(random, making)] : [],
    statusBeforeTrash: null,
  };
  if (status === "refunded") order.refunds.push({ id: making.post++, cents: totalOf(order), reason: "" });
  else if (completed && chance(random, 0.02))
    order.refunds.push({ id: making.post++, cents: Math.min(500, totalOf(order)), reason: "arrived broken" });
  return order;
}

const makeItems = (random: Random, making: Making) =>
  Array.from({ length: 1 + Math.floor(random() ** 2 * 3) }, () => ({
    id: making.item++,
    product: pick(random, making.shelf).id,
    quantity: 1 + Math.floor(random() ** 3 * 4),
  }));

const totalOf = (order: Order) =>
  order.items.reduce(
    (sum, item) => sum + (products.find(({ id }) => id === item.product)?.cents ?? 0) * item.quantity,
    0,
  ) - order.discountCents;

function pickStatus(random: Random, recent: boolean): string {
  const point = random();
  if (point < 0.02) return "failed";
  if (point < 0.06) return "cancelled";
  if (point < 0.09) return "refunded";
  if (point < 0.1) return "pending";
  if (recent) return point < 0.2 ? "on-hold" : "processing";
  return "completed";
}
