/**
 * What every platform's records are translated into. Ids are strings, money exact decimal strings, times Dates in UTC
 * (ISO where they cross a wire).
 */

export type Address = {
  company?: string;
  line1?: string;
  line2?: string;
  city?: string;
  region?: string;
  postcode?: string;
  /** ISO 3166-1 alpha-2, upper case. */
  country?: string;
};

/** What one record says about a person. Absent = the record does not tell; it never erases by itself. */
export type Person = {
  email?: string;
  /** As typed; the receiver brings it to E.164 with the address's or the store's country. */
  phone?: string;
  firstName?: string;
  lastName?: string;
  address?: Address;
  language?: string;
  birthday?: string;
  gender?: string;
};

/**
 * What a record says about consent on one channel. `explicit` opt-ins are dated acts of the person (a ticked box in a
 * checkout); the others are a state the platform shows, which can fill `never` but never lift an opt-out.
 */
export type ConsentClaim = {
  channel: "email" | "sms";
  state: "subscribed" | "unsubscribed" | "pending";
  explicit: boolean;
  effectiveAt: Date;
  method: string;
  evidence: string;
  /** The platform's "no" stands for "never" too: an opt-out only where the same account showed a "yes" before. */
  afterYes?: true;
  /** `effectiveAt` is since when the platform shows this state, not just the date of the record that shows it. */
  dated?: true;
};

export type CustomerRecord = {
  externalId: string;
  /** The platform's own clock: newest wins. */
  updatedAt: Date;
  /** The platform tells no date of change: `updatedAt` is when the record was read, and no part of what it says. */
  undated?: true;
  createdAt: Date;
  person: Person;
  consents: ConsentClaim[];
  /** This body shows no consent, whatever the account holds: what it showed before stands. */
  consentUntold?: true;
  /** The platform says this person has bought, whether or not we hold the order. */
  hasBought: boolean;
  /** All groups of the store that this account is in, by their ids; absent where the record does not tell. */
  groups?: string[];
  /** All labels that this account has at the store; absent where the record does not tell. */
  tags?: string[];
};

/** A customer group or segment of the store's own admin. `updatedAt`: when it was last edited, where that is told. */
export type GroupRecord = { externalId: string; name: string; updatedAt: Date | null };

export type OrderStatus = "draft" | "pending" | "placed" | "cancelled" | "refunded";

export type OrderItem = {
  externalId: string;
  productId?: string;
  variantId?: string;
  name: string;
  sku?: string;
  quantity: number;
  /** What the line costs after discounts, tax excluded as the platform gives it. */
  total: string;
};

/** What the store sells, by names. Absent: not told, which erases nothing. */
export type ProductRecord = { externalId: string; vendor?: string; categories?: string[] };

export type Refund = { externalId: string; at: Date | null; amount: string; reason?: string };

export type OrderRecord = {
  externalId: string;
  number: string;
  updatedAt: Date;
  /** As in CustomerRecord. */
  undated?: true;
  createdAt: Date;
  /** `placed` and `refunded` count as orders; `draft`, `pending` and `cancelled` do not. */
  status: OrderStatus;
  /** The platform's own word, shown to the merchant. */
  platformStatus: string;
  currency: string;
  total: string;
  /** Null or absent for a guest. */
  customerExternalId: string | null;
  person: Person;
  consents: ConsentClaim[];
  paidAt: Date | null;
  completedAt: Date | null;
  items: OrderItem[];
  /** What is told beside the lines of the products sold. No part of the order. */
  products?: ProductRecord[];
  refunds: Refund[];
  coupons: string[];
};

/** A person as a platform names one in a demand. */
export type Named = { externalId: string | null; email?: string; phone?: string };

/** One thing a delivery or a page says. `ignored` and `refused` are told to the merchant, never dropped in silence. */
export type Change =
  | { kind: "customer"; record: CustomerRecord }
  | { kind: "order"; record: OrderRecord }
  | { kind: "product"; record: ProductRecord }
  /** `into`: the platform made one of two: what was known of this one is that one's. */
  | { kind: "customer-gone"; externalId: string; into?: string }
  | { kind: "order-gone"; externalId: string }
  /** A group was made or edited: other people may be in it now. */
  | { kind: "group"; group: GroupRecord }
  | { kind: "group-gone"; groupId: string }
  /** `at`: when, by the platform's clock; absent where it does not tell. */
  | { kind: "group-joined" | "group-left"; groupId: string; customerId: string; at?: Date }
  /** Something changed about this record, and the delivery does not tell what: it is asked for by its id. */
  | { kind: "look"; of: "customer" | "order"; externalId: string }
  /**
   * The platform passes on a person's right: to see what is held, to be forgotten. Honoured whatever the store's state.
   */
  | { kind: "demand"; wants: "export" | "erase"; who: Named }
  /** All that the store told is to be forgotten; or: our app was taken off the store, its access is dead. */
  | { kind: "demand"; wants: "erase-store" | "disconnect" }
  /** Understood and of no consequence (a ping, a coupon, a shop manager's account). */
  | { kind: "ignored"; reason: string }
  /** Says that something is wrong at the store (rights lost): shown on the store page, needs a person. */
  | { kind: "refused"; reason: string };
