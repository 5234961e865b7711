/** A Magento with a few dozen people: the same people, orders and dates at every start, so that a restart changes nothing. */
import { chance, inventPerson, pick, randomFrom } from "@/lib/local/demo-store/people";
import type { Billing } from "@/lib/local/demo-store/records";
import { type MagentoStore, startMagentoStore } from "@/lib/local/magento-store";

const [customers, guests] = [36, 6];
const day = 86_400;
const pillars = [
  ["BW-PIL-S", "Beeswax pillar, small", 14],
  ["BW-PIL-L", "Beeswax pillar, large", 29],
  ["BW-TAP-6", "Six taper candles", 18],
  ["BW-TEA-24", "Tea lights, two dozen", 11],
] as const;

/** `since`: when the demo was first opened; everything in the shop is of the ten months before. */
export async function startDemoMagento({ port, since }: { port: number; since: Date }): Promise<MagentoStore> {
  const store = await startMagentoStore({ port });
  const random = randomFrom("demo magento");
  const before = (days: number) => Math.floor(since.getTime() / 1000) - Math.floor(random() * days) * day - day;
  for (let n = 1; n <= customers; n++) {
    const person = inventPerson(random, n);
    const at = before(300);
    const customer = store.shop.addCustomer({ email: person.email, subscribed: chance(random, 0.5), at });
    Object.assign(store.shop.customers.get(customer)!, named(person), { addresses: [addressOf(person)] });
    for (let sales = Math.floor(random() * 4); sales > 0; sales--)
      buy(store, person, { customer, at: at + Math.floor(random() * day) });
  }
  for (let n = 1; n <= guests; n++) {
    const person = inventPerson(random, customers + n);
    buy(store, person, { email: person.email, at: before(200) });
  }
  return store;

  function buy({ shop }: MagentoStore, person: Billing, who: { customer?: number; email?: string; at: number }) {
    const [sku, name, price] = pick(random, pillars);
    const order = shop.orders.get(shop.placeOrder({ ...who, total: 2 * price, state: "complete" }))!;
    const [line] = order.items as object[];
    const items = [{ ...line, sku, name, row_total: 2 * price, discount_amount: 0 }];
    Object.assign(order, { items, billing_address: { ...addressOf(person), email: person.email } });
  }
}

const named = ({ first_name, last_name }: Billing) => ({ firstname: first_name, lastname: last_name });

const addressOf = (person: Billing) => ({
  ...named(person),
  street: [person.address_1],
  city: person.city,
  postcode: person.postcode,
  country_id: person.country,
  telephone: person.phone,
});
