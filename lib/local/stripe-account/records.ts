/** An account's objects as Stripe's documents and fixtures show them: only what is needed to read people and sales. */
export type Stored = { id: string; object: string; created: number; [field: string]: unknown };
export type StripeEvent = Stored & { type: string; data: { object: Stored } };
export type Endpoint = Stored & { url: string; status: "enabled" | "disabled"; enabled_events: string[] };

export type AccountOptions = {
  seed?: string;
  name?: string;
  currency?: string;
  live?: boolean;
  now?: () => number;
  /** Filled before it is asked, and nothing happens in it any more: no event tells of anything. */
  still?: boolean;
};

export type Kind = "customers" | "sessions" | "charges" | "refunds" | "events" | "endpoints";

export type Person = { email?: string | null; name?: string | null; phone?: string | null; country?: string };

export type Sale = {
  amount: number;
  currency?: string;
  customer?: string | null;
  buyer?: Person;
  /** Seconds; now without it. */
  at?: number;
};
export type Checkout = Sale & {
  promotions?: "opt_in" | "opt_out" | null;
  lines?: { description: string; amount: number; quantity?: number; tax?: number }[];
  paid?: boolean;
  mode?: "payment" | "subscription" | "setup";
  method?: string;
};

export const addressOf = (country: string | undefined) =>
  country ? { line1: null, line2: null, city: null, state: null, postal_code: null, country } : null;

export const personOf = (buyer: Person | undefined) => ({
  email: buyer?.email ?? null,
  name: buyer?.name ?? null,
  phone: buyer?.phone ?? null,
});
