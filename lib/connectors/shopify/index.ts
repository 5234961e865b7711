import { isIP } from "node:net";
import { isPublicAddress } from "@/lib/connectors/addresses";
import { openStore } from "@/lib/connectors/shopify/api";
import { approval, lending } from "@/lib/connectors/shopify/approval";
import { read, topics } from "@/lib/connectors/shopify/events";
import { dedupeKey, storeOf, verify } from "@/lib/connectors/shopify/signature";
import type { Connector } from "@/lib/connectors/types";

export const shopify: Connector = {
  platform: "shopify",
  abilities: {
    webhooks: "hints",
    secrets: "app",
    changesOf: "everything",
    vanish: { customers: true, orders: true },
    counts: true,
    checkouts: true,
    namedConsent: false,
    groups: "webhooks",
  },
  holds: ["email", "sms"],
  topics,
  verify,
  dedupeKey,
  storeOf,
  read,
  approval,
  lending,
  addressProblem,
  open: openStore,
};

/** Shopify declines such addresses when a webhook is made; said before, in words that help. */
function addressProblem(address: string): string | null {
  const { protocol, hostname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (host === "localhost" || (isIP(host) !== 0 && !isPublicAddress(host))) {
    return `${host} is this computer or a private network: Shopify cannot reach it. Set APP_URL to a public address.`;
  }
  return protocol === "https:" ? null : "Shopify delivers to addresses that begin with https:// only.";
}
