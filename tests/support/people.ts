/** Canonical records to feed `absorb` with, as a connector would make them. */
import type { Change, ConsentClaim, CustomerRecord, OrderRecord } from "@/lib/connectors/types";
import type { News } from "@/lib/records/batch";

export const day = (number: number) => new Date(Date.UTC(2026, 0, number, 12));

export function customer(externalId: string, email: string, more: Partial<CustomerRecord> = {}): Change {
  const person = { email, firstName: "Mira", lastName: "Holt", ...more.person };
  const base = { createdAt: day(1), updatedAt: day(1), consents: [], hasBought: false };
  return { kind: "customer", record: { externalId, ...base, ...more, person } };
}

export function order(externalId: string, email: string | undefined, more: Partial<OrderRecord> = {}): Change {
  const base = {
    number: externalId,
    createdAt: day(2),
    updatedAt: day(2),
    status: "placed" as const,
    platformStatus: "completed",
    currency: "EUR",
    total: "24.00",
    customerExternalId: null,
    consents: [],
    paidAt: null,
    completedAt: null,
    items: [{ externalId: "1", name: "Beeswax pillar", quantity: 2, total: "24.00" }],
    refunds: [],
    coupons: [],
  };
  return {
    kind: "order",
    record: { externalId, ...base, ...more, person: { email, firstName: "Mira", ...more.person } },
  };
}

export const optIn = (at: Date, explicit = true): ConsentClaim => ({
  ...claim,
  state: "subscribed",
  explicit,
  effectiveAt: at,
});
export const optOut = (at: Date): ConsentClaim => ({
  ...claim,
  state: "unsubscribed",
  explicit: true,
  effectiveAt: at,
});

export const news = (...changes: Change[]): News[] =>
  changes.map((change) => ({ change, asOf: new Date(), authority: false }));

const claim = { channel: "email" as const, method: "checkbox", evidence: "the box at the checkout" };
