import { chance, inventPerson, pick, type Random } from "@/lib/local/demo-store/people";
import type { Billing } from "@/lib/local/demo-store/records";
import { app, startShoplineStore } from "@/lib/local/shopline-store";
import { type Row, written } from "@/lib/local/shopline-store/shop";
import { candles, crowd, type DemoStore, isFull, one, type Place, type Sold } from "./running";

const handle = "clientele-demo";
export const shoplineUrl = `https://${handle}.myshopline.com`;
export const shoplineKeys = { clientId: app.id, secret: app.secret };

const people = 140;

/** A SHOPLINE store with a group, whose customers buy, change their minds and leave checkouts. */
export async function demoShopline({ port, since }: Place): Promise<DemoStore> {
  const store = await startShoplineStore({ port, handle, name: "Harbour Lights" });
  const { office, shop, subscriptions, tokens, waiting } = store;
  const { customers, orders } = shop.rows;
  return {
    server: store,
    holds: [shop, { subscriptions, tokens, codes: office.codes, waiting }],
    outbox: { waiting, tell: () => store.flush() },
    isHeard: () => subscriptions.size > 0,
    fill() {
      for (const { person, at, subscribed, sales } of crowd("demo shopline", people, since)) {
        const customer = signUp(person, subscribed, at);
        for (const { at, sold } of sales) buy(sold, customer, at);
        dated(customers.get(customer)!, at, sales.at(-1)?.at);
      }
      shop.addGroup("Bought more than once", ...[...customers.values()].flatMap(repeat));
    },
    happen(random) {
      const known = one(random, customers.values());
      const full = isFull(customers.size, orders.size);
      if (!known || (!full && chance(random, 0.25))) return void signUp(newcomer(random), chance(random, 0.6));
      if (full || chance(random, 0.3)) return shop.subscribe(known.id, known.email_subscribe_flag === 1 ? 0 : 1);
      if (chance(random, 0.15)) return void shop.leave({ total: "29.00", email: newcomer(random).email });
      buy(pick(random, candles), known.id);
    },
  };

  function signUp(person: Billing, subscribed: boolean, at?: Date): string {
    const { email, first_name } = person;
    const id = shop.addCustomer({ email, first_name, consent: subscribed ? { email: 1, at } : undefined });
    Object.assign(customers.get(id)!, { last_name: person.last_name, tags: "", default_address: addressOf(person) });
    return id;
  }

  function buy({ name, sku, price }: Sold, customer: string, at?: Date) {
    const { first_name, last_name, default_address } = customers.get(customer)!;
    const order = orders.get(shop.placeOrder({ customer, total: `${2 * price}.00` }))!;
    const line = { id: sku, product_id: sku, title: name, quantity: 2, price: `${price}.00` };
    const billing_address = { first_name, last_name, ...(default_address as object) };
    Object.assign(order, { customer: { ...(order.customer as object), first_name, last_name } });
    Object.assign(order, { line_items: [line], billing_address });
    if (at) Object.assign(dated(order, at), { order_at: written(at), processed_at: written(at) });
  }

  function newcomer(random: Random): Billing {
    return inventPerson(random, 1000 + customers.size + orders.size);
  }
}

const dated = (row: Row, created: Date, updated = created) =>
  Object.assign(row, { created_at: written(created), updated_at: written(updated) });

const repeat = ({ id, orders_count }: Row) => (Number(orders_count) > 1 ? [id] : []);

const addressOf = ({ address_1, city, postcode, country, phone }: Billing) => ({
  ...{ address1: address_1, city, zip: postcode, country_code: country, phone },
});
