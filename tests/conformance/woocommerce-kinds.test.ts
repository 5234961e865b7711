/** Special tags of a WooCommerce store. A guest has no account there; a plugin's box may stand at the checkout, too. */
import { type DemoStore, startDemoStore } from "@/lib/local/demo-store";
import { connectWithKeys } from "@/lib/stores/connect";
import { connected, type Kinds } from "../support/connected";
import { describeKinds, type Tagged } from "../support/kinds";

type Person = Tagged & { guest?: true };

const people: Person[] = [
  { email: "both@example.com", kinds: ["buyer", "subscriber"] },
  { email: "buyer@example.com", kinds: ["buyer"] },
  { email: "guest@example.com", kinds: ["buyer"], guest: true },
  { email: "nobody@example.com", kinds: ["contact"] },
  { email: "reader@example.com", kinds: ["subscriber"] },
  { email: "ticked@example.com", kinds: ["buyer", "subscriber"], guest: true },
];

const shops: DemoStore[] = [];

async function open() {
  const shop = await startDemoStore({ deliveryDelayMs: 600_000 });
  shops.push(shop);
  const lose = () => {
    shop.lose(shop.outbox.waiting.length);
    return shop.flush();
  };
  return { ...shop, lose };
}

async function close() {
  for (const shop of shops.splice(0)) await shop.stop();
}

type Open = Awaited<ReturnType<typeof open>>;

const connect = ({ url, keys: { consumerKey, consumerSecret } }: Open, kinds: Kinds) =>
  connected((ctx) => connectWithKeys(ctx, { url, consumerKey, consumerSecret }), kinds);

function enter({ store }: Open, people: Person[]) {
  for (const { email, kinds, guest } of people) {
    const optIn = kinds.includes("subscriber") || undefined;
    const customerId = guest ? 0 : store.createCustomer({ email, optIn });
    if (kinds.includes("buyer")) store.placeOrder({ customerId, billing: { email }, ...(guest && { optIn }) });
  }
}

describeKinds({ open, close, connect, people, enter });
