/** Special tags of a Stripe account. It tells a consent only in a checkout, which may be one that costs nothing. */
import type { StripeAccount } from "@/lib/local/stripe-account";
import { describeKinds, type Tagged } from "../support/kinds";
import { closeAccounts, connect, openAccount } from "../support/stripe";

const people: Tagged[] = [
  { email: "buyer@example.com", kinds: ["buyer"] },
  { email: "both@example.com", kinds: ["buyer", "subscriber"] },
  { email: "reader@example.com", kinds: ["subscriber"] },
  { email: "nobody@example.com", kinds: ["contact"] },
];

function enter({ account }: StripeAccount, people: Tagged[]) {
  for (const { email, kinds } of people) {
    const [bought, subscribed] = [kinds.includes("buyer"), kinds.includes("subscriber")];
    const customer = account.addCustomer({ email });
    const buyer = { email };
    if (bought) account.checkout({ amount: 500, customer, buyer, promotions: subscribed ? "opt_in" : null });
    else if (subscribed) account.checkout({ amount: 0, mode: "subscription", customer, buyer, promotions: "opt_in" });
  }
}

describeKinds({ open: () => openAccount(), close: closeAccounts, connect, people, enter });
