/** Figures of one person from their orders, by hand. */
import { scaled, shift } from "./segment-naive";
import type { Order, Person } from "./segment-rows";

export const bought = (person: Person) =>
  person.orders.filter(({ status }) => status === "placed" || status === "refunded");
export const days = (orders: Order[]) => orders.map((order) => order.day).sort();
export const net = (order: Order) => scaled(order.total) - scaled(order.refunded);
export const spent = (person: Person) => bought(person).reduce((sum, order) => sum + (order.same ? net(order) : 0), 0);
export function recency(person: Person, today: string): number | null {
  const last = days(bought(person)).at(-1);
  if (!last) return null;
  return 5 - [30, 90, 180, 365].filter((ago) => last < shift(today, -ago)).length;
}

export const steps = (value: number, of: number[]) => 1 + of.filter((step) => value >= step).length;
export const frequency = (person: Person) =>
  bought(person).length ? steps(bought(person).length, [2, 3, 5, 10]) : null;

export function rfm(person: Person, today: string): string {
  const [lately, often] = [recency(person, today), frequency(person)];
  if (lately === null || often === null) return "none";
  if (lately >= 4 && often >= 4) return "champion";
  if (lately >= 3 && often >= 3) return "loyal";
  if (lately >= 4) return "promising";
  return often >= 3 ? "at-risk" : "asleep";
}

export const openCheckouts = (person: Person) => [
  ...person.orders.filter(({ status }) => status === "draft" || status === "pending"),
  ...person.checkouts,
];

export const suppressed = (person: Person, channel: string, address: string | null | undefined) =>
  person.suppressions
    .filter((one) => one.channel === channel && address && one.address === address)
    .map(({ reason }) => reason);
