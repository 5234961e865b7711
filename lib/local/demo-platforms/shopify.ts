import { chance, inventPerson, pick, type Random } from "@/lib/local/demo-store/people";
import type { Billing } from "@/lib/local/demo-store/records";
import { startShopifyShop } from "@/lib/local/shopify-shop";
import { app } from "@/lib/local/shopify-shop/access";
import type { Thing } from "@/lib/local/shopify-shop/walk";
import { candles, crowd, type DemoStore, isFull, one, type Place, type Sold } from "./running";

const domain = "clientele-demo.myshopify.com";
export const shopifyUrl = `https://${domain}`;
export const shopifyKeys = { token: "shpat_clienteledemo00000001", clientId: app.id, secret: app.secret };

const people = 180;

/** A Shopify shop with a segment, whose customers buy, change their minds and leave checkouts. */
export async function demoShopify({ port, since }: Place): Promise<DemoStore> {
  const { token } = shopifyKeys;
  const { shop, admin, access, flush, ...server } = await startShopifyShop({
    port,
    domain,
    token,
    name: "Lindenhof Wax",
  });
  return {
    server,
    holds: [shop, shop.segments, admin, access],
    outbox: { waiting: shop.events, tell: () => flush() },
    isHeard: () => admin.subscriptions.size > 0,
    fill() {
      for (const { person, at, subscribed, sales } of crowd("demo shopify", people, since)) {
        const customer = signUp(person, subscribed, at);
        for (const { at, sold } of sales) buy(sold, { customer, at });
        Object.assign(shop.customers.get(customer)!, { updatedAt: (sales.at(-1)?.at ?? at).toISOString() });
      }
      shop.segments.add("Bought more than once", ...[...shop.customers].flatMap(repeat));
    },
    happen(random) {
      const known = one(random, shop.customers);
      if (!known || (!isFull(shop.customers.size, shop.orders.size) && chance(random, 0.25)))
        return void signUp(newcomer(random), chance(random, 0.6));
      const [customer, { defaultEmailAddress }] = known;
      const yes = (defaultEmailAddress as Thing).marketingState === "SUBSCRIBED";
      if (isFull(shop.customers.size, shop.orders.size) || chance(random, 0.3))
        return shop.consent(customer, yes ? "UNSUBSCRIBED" : "SUBSCRIBED");
      if (chance(random, 0.15)) return void shop.beginCheckout({ customer, total: "29.00" });
      buy(pick(random, candles), { customer });
    },
  };

  function signUp(person: Billing, subscribed: boolean, at?: Date): number {
    const { email, phone } = person;
    const n = shop.addCustomer({ email, phone, at, ...(subscribed && { state: "SUBSCRIBED" }) });
    Object.assign(shop.customers.get(n)!, { ...named(person), defaultAddress: addressOf(person) });
    return n;
  }

  function buy({ name, sku, price }: Sold, { customer, at }: { customer: number; at?: Date }) {
    const order = shop.orders.get(shop.placeOrder({ customer, at, total: `${2 * price}.00` }))!;
    const [line] = order.lineItems as Thing[];
    const billingAddress = shop.customers.get(customer)!.defaultAddress;
    Object.assign(order, { billingAddress, lineItems: [{ ...line, name, sku, quantity: 2 }] });
  }

  function newcomer(random: Random): Billing {
    return inventPerson(random, 1000 + shop.customers.size + shop.orders.size);
  }
}

const repeat = ([n, { numberOfOrders }]: [number, Thing]) => (Number(numberOfOrders) > 1 ? [n] : []);

const named = ({ first_name, last_name }: Billing) => ({ firstName: first_name, lastName: last_name });

const addressOf = (person: Billing) => ({
  ...named(person),
  ...{ company: person.company || null, address1: person.address_1, address2: null, city: person.city },
  ...{ province: null, zip: person.postcode, countryCodeV2: person.country, phone: person.phone || null },
});
