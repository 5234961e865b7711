/**
 * Each platform's local server with people who bought and people who agreed, how an organization connects it, and a bad
 * day of it.
 */
import { startDemoStore } from "@/lib/local/demo-store";
import { startMagentoStore } from "@/lib/local/magento-store";
import { connectWithKeys } from "@/lib/stores/connect";
import { connectMagento } from "@/lib/stores/connect-magento";
import { hintSetup } from "@/lib/stores/hints";
import { type Connected, connected } from "./connected";
import * as salesforce from "./salesforce";
import * as shopify from "./shopify";
import * as shopline from "./shopline";
import * as stripe from "./stripe";

export type Life = {
  connect(): Promise<Connected>;
  /**
   * Some come, go, move, buy and are paid back; of what the store tells a third gets lost, half comes twice, all
   * backwards.
   */
  badDay(store: Connected): Promise<unknown>;
};

const mixed = <T>(letters: T[]): T[] =>
  letters
    .filter((_, n) => n % 3 !== 2)
    .flatMap((one, n) => (n % 2 ? [one, one] : [one]))
    .reverse();

const people = (size: number) =>
  Array.from({ length: size }, (_, n) => ({ n, email: `c${n}@example.com`, said: n % 3 === 0 }));
/** Three who agreed to nothing: who agreed is still known to have when only an order is left of them. */
function three<T>(some: Iterable<T>) {
  const all = [...some];
  return [1, 2, 4].map((n) => all[n]) as [T, T, T];
}
const guest = { total: "99.00", email: "guest@example.com" };
const moved = "moved@example.com";

const others: { stop(): Promise<unknown> }[] = [];

export async function closeLives() {
  for (const one of others.splice(0)) await one.stop();
  await Promise.all([shopify.closeShopify(), shopline.closeShops(), salesforce.closeCrms(), stripe.closeAccounts()]);
}

/** By platform; each takes how many people there are. */
export const lives: Record<string, (size: number) => Promise<Life>> = {
  async shopify(size) {
    const store = await shopify.openShopify();
    const { shop } = store;
    for (const { email, said } of people(size)) {
      const customer = shop.addCustomer({ email, ...(said && { state: "SUBSCRIBED" as const }) });
      if (customer % 2) shop.placeOrder({ total: "12.50", customer });
    }
    store.lose();
    const badDay = () => {
      const [gone, mover, buyer] = three(shop.customers.keys());
      shop.deleteCustomer(gone);
      shop.changeEmail(mover, moved);
      shop.placeOrder({ total: "5.00", customer: buyer });
      shop.refund(three(shop.orders.keys())[1], "5.00");
      shop.placeOrder(guest);
      return store.flush(mixed);
    };
    return { connect: () => shopify.connect(store), badDay };
  },
  async woocommerce(size) {
    const shop = await startDemoStore({ customers: size, orders: size, deliveryDelayMs: 600_000 });
    others.push(shop);
    const { consumerKey, consumerSecret } = shop.keys;
    const badDay = () => {
      const { customers, orders } = shop.truth();
      const [gone, mover, buyer] = three(customers.map(({ id }) => id));
      shop.store.deleteCustomer(gone);
      shop.store.changeEmail(mover, moved);
      shop.store.placeOrder({ customerId: buyer });
      shop.store.refund(orders.find(({ total, refunds }) => Number(total) > 5 && refunds.length === 0)!.id, 100);
      shop.lose(3);
      return shop.flush();
    };
    return {
      connect: () => connected((ctx) => connectWithKeys(ctx, { url: shop.url, consumerKey, consumerSecret })),
      badDay,
    };
  },
  async magento(size) {
    const { shop, url, keys, stop } = await startMagentoStore();
    others.push({ stop });
    for (const { email, said } of people(size)) {
      const customer = shop.addCustomer({ email, subscribed: said });
      if (customer % 2) shop.placeOrder({ total: 12.5, customer });
    }
    const badDay = async (store: Connected) => {
      const [gone, mover, buyer] = three(shop.customers.keys());
      shop.customers.delete(gone);
      shop.changeEmail(mover, moved);
      const id = shop.placeOrder({ total: 5, customer: buyer });
      shop.refund(three(shop.orders.keys())[1], 5);
      shop.placeOrder({ total: 99, email: guest.email });
      const hints = (await hintSetup(store.ctx, store))!;
      const body = JSON.stringify({ topic: "order", id });
      for (const method of ["POST", "POST"]) await fetch(hints.url, { method, body });
    };
    return { connect: () => connected((ctx) => connectMagento(ctx, { url, ...keys })), badDay };
  },
  async stripe(size) {
    const place = await stripe.openAccount();
    const { account } = place;
    for (const { n, email } of people(size)) {
      const customer = account.addCustomer({ email });
      if (n % 2) account.charge({ amount: 1250, customer });
    }
    place.lose();
    const badDay = () => {
      const [gone, mover, buyer] = three(account.rows.customers.keys());
      account.deleteCustomer(gone);
      account.changeCustomer(mover, { email: moved });
      account.pay({ amount: 500, customer: buyer });
      account.refund(three(account.rows.charges.keys())[1], 500);
      account.checkout({ amount: 9900, buyer: { email: guest.email, name: "A Guest" } });
      return place.flush(mixed);
    };
    return { connect: () => stripe.connect(place), badDay };
  },
  async shopline(size) {
    const store = await shopline.openShop();
    const { shop } = store;
    for (const { n, email, said } of people(size)) {
      const customer = shop.addCustomer({ email, consent: { email: said ? 1 : 2 } });
      if (n % 2) shop.placeOrder({ total: "12.50", customer });
    }
    store.lose();
    const badDay = () => {
      const [gone, mover, buyer] = three(shop.rows.customers.keys());
      shop.deleteCustomer(gone);
      shop.changeCustomer(mover, { email: moved });
      shop.placeOrder({ total: "5.00", customer: buyer });
      shop.refund(three(shop.rows.orders.keys())[1], "5.00");
      shop.placeOrder(guest);
      return store.flush(mixed);
    };
    return { connect: () => shopline.connect(store), badDay };
  },
  async salesforce(size) {
    const crm = await salesforce.openCrm({ cut: 30 });
    const { org } = crm;
    for (const { n, email, said } of people(size))
      org.add(n % 4 ? "Contact" : "Lead", { Email: email, HasOptedOutOfEmail: said });
    const badDay = async () => {
      const [gone, mover, winner] = three(org.rows.Contact.keys());
      org.change(mover, { Email: moved });
      org.delete(gone);
      org.merge(winner, [...org.rows.Contact.keys()].at(-1)!);
      org.add("Lead", { Email: guest.email });
    };
    return { connect: () => salesforce.connect(crm), badDay };
  },
};
