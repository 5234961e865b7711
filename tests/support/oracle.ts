/** What contacts a WooCommerce store's records amount to, worked out the slow and plain way, beside lib/contacts. */

type Customer = { id: number; email: string };
type Order = {
  status: string;
  customer_id: number;
  total: string;
  billing: { email?: string };
  refunds: { total: string }[];
};

const uncounted = ["pending", "failed", "cancelled", "checkout-draft", "trash"];
const cents = (amount: string) => Math.round(Number(amount) * 100);

/** Orders and cents spent by e-mail address; people without an address are left out. */
export function peopleOf(truth: { customers: object[]; orders: object[] }) {
  const customers = truth.customers as Customer[];
  const people = new Map<string, { orders: number; spent: number }>();
  const meet = (email: string) => {
    const key = email.trim().toLowerCase();
    const person = people.get(key) ?? { orders: 0, spent: 0 };
    people.set(key, person);
    return person;
  };
  for (const customer of customers) if (customer.email) meet(customer.email);
  for (const order of truth.orders as Order[]) {
    const account = customers.find((customer) => customer.id === order.customer_id);
    const email = account?.email || order.billing.email;
    if (!email) continue;
    const person = meet(email);
    if (uncounted.includes(order.status)) continue;
    const total = cents(order.total);
    const refunded = order.refunds.reduce((sum, refund) => sum - cents(refund.total), 0);
    person.orders += 1;
    // What is given back never takes off more than the order cost.
    person.spent += total - Math.min(total, order.status === "refunded" && refunded === 0 ? total : refunded);
  }
  return Object.fromEntries([...people].sort(([a], [b]) => (a < b ? -1 : 1)));
}
