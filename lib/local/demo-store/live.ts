/** Believable things that happen by themselves, so that a person who watches sees the store live. */
import { createCustomer, optIn, optOut, updateCustomer } from "@/lib/local/demo-store/customers";
import { placeOrder, refund, setStatus } from "@/lib/local/demo-store/orders";
import { chance, inventPerson, pick, type Random } from "@/lib/local/demo-store/people";
import { type Customer, type Order, shelfOf } from "@/lib/local/demo-store/records";
import type { ShopState } from "@/lib/local/demo-store/state";

const betweenMs = 6000;

/** Starts the store's life; the answer stops it. */
export function startLife(state: ShopState, random: Random = Math.random): () => void {
  const timer = setInterval(() => liveOnce(state, random), betweenMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** One thing happens. */
export function liveOnce(state: ShopState, random: Random): void {
  const point = random();
  const happening = happenings.find(({ below }) => point < below) ?? happenings[0]!;
  happening.happen(state, random);
}

type Happening = (state: ShopState, random: Random) => void;

const happenings: { below: number; happen: Happening }[] = [
  { below: 0.35, happen: guestBuys },
  { below: 0.6, happen: customerBuys },
  { below: 0.75, happen: signsUp },
  { below: 0.88, happen: moveOrderOn },
  { below: 0.93, happen: toSomeone((state, id) => optOut(state, id)) },
  { below: 0.97, happen: toSomeone((state, id) => optIn(state, id)) },
  { below: 1, happen: toSomeone((state, id, random) => moveHouse(state, id, random)) },
];

function toSomeone(happen: (state: ShopState, id: number, random: Random) => void): Happening {
  return (state, random) => {
    const customer = someCustomer(state, random);
    if (customer) happen(state, customer.id, random);
  };
}

function moveHouse(state: ShopState, id: number, random: Random) {
  updateCustomer(state, id, { billing: { address_1: `Neue Straße ${1 + Math.floor(random() * 90)}` } });
}

const basket = (state: ShopState, random: Random) =>
  Array.from({ length: chance(random, 0.3) ? 2 : 1 }, () => ({
    product: pick(random, shelfOf(state.options)).id,
    quantity: 1,
  }));

function guestBuys(state: ShopState, random: Random) {
  const billing = inventPerson(random, state.nextPostId);
  placeOrder(state, { billing, items: basket(state, random), paid: true, optIn: chance(random, 0.4) || undefined });
}

function customerBuys(state: ShopState, random: Random) {
  const customer = someCustomer(state, random);
  if (customer) placeOrder(state, { customerId: customer.id, items: basket(state, random), paid: true });
}

function signsUp(state: ShopState, random: Random) {
  const billing = inventPerson(random, state.nextCustomerId);
  const { email, first_name: firstName, last_name: lastName } = billing;
  createCustomer(state, { email, firstName, lastName, billing, optIn: chance(random, 0.6) });
}

/** The newest orders in hand are packed, cancelled or, rarely, given back. */
function moveOrderOn(state: ShopState, random: Random) {
  const open = newest(state.orders, state.nextPostId, ({ status }) => status === "processing" || status === "on-hold");
  const order = open.length > 0 ? pick(random, open) : undefined;
  if (!order) return;
  if (chance(random, 0.75)) setStatus(state, order.id, "completed");
  else if (chance(random, 0.5)) setStatus(state, order.id, "cancelled");
  else refund(state, order.id, undefined, "changed their mind");
}

function newest(orders: Map<number, Order>, below: number, wanted: (order: Order) => boolean): Order[] {
  const found: Order[] = [];
  for (let id = below - 1; id > 0 && found.length < 20 && id > below - 2000; id -= 1) {
    const order = orders.get(id);
    if (order && wanted(order)) found.push(order);
  }
  return found;
}

function someCustomer(state: ShopState, random: Random): Customer | undefined {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const customer = state.customers.get(1 + Math.floor(random() * state.nextCustomerId));
    if (customer?.role === "customer") return customer;
  }
  return undefined;
}
