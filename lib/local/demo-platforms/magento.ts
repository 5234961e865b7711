import { chance, inventPerson, pick, type Random } from "@/lib/local/demo-store/people";
import type { Billing } from "@/lib/local/demo-store/records";
import { startMagentoStore } from "@/lib/local/magento-store";
import { candles, crowd, type DemoStore, isFull, one, type Place, type Sold, seconds } from "./running";

const [accounts, guests] = [36, 6];
const firstProduct = 11;

/** A Magento with a few dozen people. It tells nothing by itself: its news is read every five minutes. */
export async function demoMagento({ port, since }: Place): Promise<DemoStore> {
  const server = await startMagentoStore({ port });
  const { shop, calls } = server;
  for (const at of candles.keys()) shop.sell(firstProduct + at, ["Candles"], "North Candles");
  return {
    server,
    holds: [shop],
    isHeard: () => calls.includes("orders"),
    fill() {
      for (const { person, at, subscribed, sales } of crowd("demo magento", accounts, since)) {
        const customer = signUp(person, subscribed, at);
        for (const sale of sales) buy(person, sale.sold, { customer, at: seconds(sale.at) });
      }
      for (const { person, at } of crowd("demo magento guests", guests, since, accounts + 1))
        buy(person, candles[0]!, { email: person.email, at: seconds(at) });
    },
    happen(random) {
      const known = one(random, shop.customers.values());
      const full = isFull(shop.customers.size, shop.orders.size);
      if (full || (known && chance(random, 0.3))) shop.subscribe(known!.id, !known!.extension_attributes.is_subscribed);
      else if (chance(random, 0.4)) signUp(newcomer(random), chance(random, 0.6));
      else buyAgain(random);
    },
  };

  function signUp(person: Billing, subscribed: boolean, at?: Date): number {
    const id = shop.addCustomer({ email: person.email, subscribed, at: at && seconds(at) });
    Object.assign(shop.customers.get(id)!, named(person), { addresses: [addressOf(person)] });
    return id;
  }

  function buyAgain(random: Random) {
    const known = one(random, shop.customers.values());
    if (!known || chance(random, 0.3)) {
      const guest = newcomer(random);
      return buy(guest, pick(random, candles), { email: guest.email });
    }
    const order = { customer: known.id };
    return buy({ ...newcomer(random), ...own(known) }, pick(random, candles), order);
  }

  function buy(person: Billing, sold: Sold, who: { customer?: number; email?: string; at?: number }) {
    const { sku, name, price } = sold;
    const order = shop.orders.get(shop.placeOrder({ ...who, total: 2 * price, state: "complete" }))!;
    const [line] = order.items as object[];
    const product_id = firstProduct + candles.indexOf(sold);
    const items = [{ ...line, product_id, sku, name, row_total: 2 * price, discount_amount: 0 }];
    Object.assign(order, { items, billing_address: { ...addressOf(person), email: person.email } });
  }

  function newcomer(random: Random): Billing {
    return inventPerson(random, 1000 + shop.customers.size + shop.orders.size);
  }
}

const own = ({ firstname, lastname, email }: { [field: string]: unknown }) => ({
  first_name: String(firstname),
  last_name: String(lastname),
  email: String(email),
});

const named = ({ first_name, last_name }: Billing) => ({ firstname: first_name, lastname: last_name });

const addressOf = (person: Billing) => ({
  ...named(person),
  street: [person.address_1],
  city: person.city,
  postcode: person.postcode,
  country_id: person.country,
  telephone: person.phone,
});
