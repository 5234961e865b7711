import { chance, inventPerson, pick, type Random } from "@/lib/local/demo-store/people";
import type { Billing } from "@/lib/local/demo-store/records";
import { startStripeAccount } from "@/lib/local/stripe-account";
import { candles, crowd, type DemoStore, isFull, one, type Place, type Sold, seconds } from "./running";

/** The restricted key that opens the demo's account, and no other. */
export const stripeKeys = { key: "rk_test_51ClienteleDemoAccount" };

const people = 160;
/** Stripe keeps them thirty days; here the newest. */
const mostEvents = 1000;

/** A Stripe account that sells by Checkout, half to customers and half to guests. */
export async function demoStripe({ port, since }: Place): Promise<DemoStore> {
  const options = { ...stripeKeys, port, showsAccount: true, seed: "demo", name: "Workshop sales" };
  const { account, waiting, flush, ...server } = await startStripeAccount(options);
  const { customers, sessions, charges, endpoints, events } = account.rows;
  return {
    server,
    holds: [account, { waiting }],
    outbox: { waiting, tell: () => flush() },
    isHeard: () => endpoints.size > 0,
    fill() {
      for (const { person, at, subscribed, sales } of crowd("demo stripe", people, since)) {
        const customer = sales.length === 1 ? null : account.addCustomer({ ...own(person), at: seconds(at) });
        for (const { at, sold } of sales) buy(person, sold, { customer, at: seconds(at), agrees: subscribed });
      }
      events.clear();
    },
    happen(random) {
      const charge = one(random, charges.values());
      const known = one(random, customers.values());
      if (known && (isFull(customers.size, sessions.size) || chance(random, 0.2)))
        account.changeCustomer(known.id, { phone: newcomer(random).phone || null });
      else if (charge && charge.amount_refunded === 0 && chance(random, 0.1))
        account.refund(charge.id, Number(charge.amount));
      else if (chance(random, 0.2)) account.leave({ amount: 2900, buyer: own(newcomer(random)) });
      else sell(random);
      for (const id of [...events.keys()].slice(0, -mostEvents)) events.delete(id);
    },
  };

  function sell(random: Random) {
    const person = newcomer(random);
    const customer = chance(random, 0.5) ? account.addCustomer(own(person)) : null;
    buy(person, pick(random, candles), { customer, agrees: chance(random, 0.5) });
  }

  function buy(person: Billing, { name, price }: Sold, who: { customer: string | null; at?: number; agrees: boolean }) {
    const amount = 200 * price;
    const lines = [{ description: name, amount, quantity: 2 }];
    const { agrees, ...rest } = who;
    account.checkout({ ...rest, amount, lines, buyer: own(person), promotions: agrees ? "opt_in" : null });
  }

  function newcomer(random: Random): Billing {
    return inventPerson(random, 1000 + sessions.size + customers.size);
  }
}

const own = ({ first_name, last_name, email, phone, country }: Billing) => ({
  name: `${first_name} ${last_name}`,
  email,
  phone: phone || null,
  country,
});
