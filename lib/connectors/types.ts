/** What the house asks of a platform. A connector only translates: no database, no tenant, no clock of its own. */

import type { App, Approval } from "@/lib/connectors/approval";
import type { Change, ConsentClaim, GroupRecord } from "@/lib/connectors/records";

export type { App, Approval, Asking } from "@/lib/connectors/approval";
export type * from "@/lib/connectors/records";

export type Platform = "shopify" | "woocommerce" | "magento" | "stripe" | "shopline" | "salesforce" | "api";

export type StoreFacts = {
  name: string;
  homeUrl: string;
  /** IANA name; "UTC" where the platform gives only an offset that no zone fits. */
  timeZone: string;
  /** ISO 4217. Absent where the platform does not tell it: then the merchant does. */
  currency?: string;
  /** ISO 3166-1 alpha-2 of the shop, the default country of its phone numbers. */
  country?: string;
  version?: string;
};

/**
 * One page of a pull. `next` is an opaque cursor, null at the end. `total` where the platform tells. `clock`: how far
 * the platform's own clock had come; without it the newest record tells. `again`: how many of the items a page before
 * had given already, so that they are counted once.
 */
export type Page<T> = { items: T[]; next: string | null; total: number | null; clock?: Date; again?: number };

/** A delivery as it came in. `headers` are lower-cased; `body` the exact bytes. */
export type Delivery = { headers: Record<string, string>; body: Buffer };

/** How a delivery's signature stands. A ping is unsigned by design and says nothing. */
export type Verdict = "ping" | "genuine" | "forged";

export type RegisteredWebhook = {
  externalId: string;
  topic: string;
  url: string;
  status: "active" | "paused" | "disabled";
  /** Where the platform makes the secret: told once, when the webhook is made. */
  secret?: string;
};

/** A choice for a store to hold. One channel's choices go together. `since`: when it was made, where that is known. */
export type HeldChoice = { externalId: string; state: "subscribed" | "unsubscribed"; since?: Date };

/** The channels whose consent a platform may hold. */
export type HeldChannel = ConsentClaim["channel"];

/**
 * What became of one. `stranger`: the store has no such account; `impossible`: it cannot hold this for the account, as
 * `reason` says; `declined`: it said why, and may take it another time. Written may be repeated.
 */
export type Written =
  | { externalId: string; outcome: "written" | "stranger" }
  | { externalId: string; outcome: "impossible" | "declined"; reason: string };

/**
 * As product.md, "Special tags", has them: one person may be subscriber and buyer. Null: of this kind the platform does
 * not tell. `guestsBeside`: its buyers are accounts; who bought without one is not among them.
 */
export type KindCounts = {
  subscriber: number | null;
  buyer: number | null;
  contact: number | null;
  guestsBeside?: true;
};

/** A connection to one store's API. Every call may throw Throttled, Unauthorized or Unreadable. */
export interface StoreApi {
  facts(): Promise<StoreFacts>;
  /** Null where the platform does not count. */
  counts(): Promise<{ customers: number | null; orders: number | null }>;
  /** How many of its people are of each kind, where the platform can tell; null where this key may not see it. */
  kinds?(): Promise<KindCounts | null>;
  /** All customers; with a date those may be left out whose changes since come with the orders. */
  customers(cursor: string | null, changedSince?: Date | null): Promise<Page<Change>>;
  /** Asked for by name; whom the store does not know comes back as gone. */
  customersById(externalIds: string[]): Promise<Change[]>;
  ordersById(externalIds: string[]): Promise<Change[]>;
  /**
   * Orders changed since (exclusive of nothing: the connector adds the platform's overlap); all when null. Where
   * `abilities.changesOf` says "everything", changed and deleted customers too.
   */
  orders(cursor: string | null, changedSince: Date | null): Promise<Page<Change>>;
  /** What it sells, where the orders' lines do not tell it themselves. */
  products?(cursor: string | null): Promise<Page<Change>>;
  /** Ids only, for finding what was deleted without a word. */
  customerIds(cursor: string | null): Promise<Page<string>>;
  orderIds(cursor: string | null): Promise<Page<string>>;
  /** Where `abilities.groups` says so: the groups of the store's own admin, without "everybody". */
  groups?(cursor: string | null): Promise<Page<GroupRecord>>;
  /** The customers' ids in one of them. @throws Refusal with 404 when the group is no more */
  groupMembers?(groupId: string, cursor: string | null): Promise<Page<string>>;
  /** Writes choices of a channel that it `holds` (e-mail by default), one answer for each. Twice does no harm. */
  writeConsent(choices: HeldChoice[], channel?: HeldChannel): Promise<Written[]>;
  webhooks(): Promise<RegisteredWebhook[]>;
  /** `secret` is ours; where the platform makes it, the answer brings it. */
  registerWebhook(topic: string, url: string, secret: string): Promise<RegisteredWebhook>;
  /** Sets address, secret and status of an existing webhook; this is also how a silently disabled one is revived. */
  reviveWebhook(externalId: string, url: string, secret: string): Promise<RegisteredWebhook>;
  removeWebhook(externalId: string): Promise<void>;
}

export type ConnectSettings = {
  url: string;
  credentials: unknown;
  /** Meta keys that hold the newsletter consent at this store, where the platform has no consent of its own. */
  consentKeys?: string[];
  /** Lets the store live on a private or loopback address, and on plain http. The caller reads ALLOW_PRIVATE_STORES. */
  allowPrivate?: boolean;
  /**
   * The merchant takes people by what they did not do (no order, no consent): a customer must tell its history at once,
   * where that costs further calls.
   */
  wholeHistory?: boolean;
  /** Where the platform's API lives when it is not at its own place: a local server. Never typed by a merchant. */
  apiUrl?: string;
  /** The house's own app at the platform, for credentials that came of it and do not name another. */
  app?: App;
};

/** Access that ends by itself and is renewed without the merchant. */
export interface Lending {
  /** When these credentials end; null where they never do, or where only a refused call tells (`Expired`). */
  endsAt(credentials: unknown): Date | null;
  /**
   * New credentials for old. Called by one at a time per store. @throws Unauthorized (approve anew), Throttled,
   * Unreadable
   */
  renew(settings: ConnectSettings): Promise<object>;
}

/** What a platform can and cannot do. The house asks here and never by name. */
export type Abilities = {
  /** Deliveries carry the record itself, only say that something changed, or there are none and polling is all. */
  webhooks: "records" | "hints" | "none";
  /**
   * Who makes the secret that deliveries are signed with. The platform's is told once; an app's is told with the
   * credentials.
   */
  secrets: "ours" | "platform" | "app";
  /** What a pull of changes brings; the rest is read whole every night. */
  changesOf: "orders" | "everything";
  /** Records that may vanish without a word: these are looked for by a sweep over all ids. */
  vanish: { customers: boolean; orders: boolean };
  /** Tells how many customers and orders there are, before they are read. */
  counts: boolean;
  /** A checkout that was begun and left arrives as an order with the status `draft`. */
  checkouts: boolean;
  /** Consent lives in fields that the merchant may name (`consentKeys`). */
  namedConsent: boolean;
  /** Its admin has groups of customers: who is in them is told at once, or is read every night. Absent: it has none. */
  groups?: "webhooks" | "nightly";
  /** Tells of people alone, never of an order or a yes to mails: everybody is of the kind Contact. */
  peopleOnly?: true;
};

export interface Connector {
  platform: Platform;
  abilities: Abilities;
  /** The channels whose consent a store of this platform can hold. */
  holds: readonly HeldChannel[];
  /** Topics to register. */
  topics: readonly string[];
  /**
   * Where a merchant sets hints up by hand: the header that the secret comes in when it does not stand in the address,
   * the text to send by what changed, and the events to choose where the platform has some.
   */
  hints?: { header: string; bodies: Record<string, string>; events: readonly string[] };
  verify(delivery: Delivery, secret: string): Verdict;
  /**
   * The key that says "the same delivery again" (sha-256, hex). Per platform: WooCommerce's own delivery id collides.
   */
  dedupeKey(delivery: Delivery): string;
  /** What the delivery is about, from headers and body. Never throws: what cannot be read is `refused` or `ignored`. */
  read(
    delivery: Delivery,
    settings: { consentKeys?: string[] },
  ): { topic: string; objectId: string | null; changes: Change[] };
  /**
   * Where the platform sends for all stores to one address: the store's address that the delivery names, null if none.
   */
  storeOf?(delivery: Delivery): string | null;
  approval?: Approval;
  lending?: Lending;
  /** Why a store of this platform would never deliver to `url`, as a sentence; null when it would. */
  addressProblem(url: string): string | null;
  open(settings: ConnectSettings): StoreApi;
}
