import { isIP } from "node:net";
import { openStore } from "@/lib/connectors/shopline/api";
import { approval, lending } from "@/lib/connectors/shopline/approval";
import { read, storeOf, topics } from "@/lib/connectors/shopline/events";
import { dedupeKey, verify } from "@/lib/connectors/shopline/signature";
import type { Connector } from "@/lib/connectors/types";

/** The platform of *.myshopline.com. SHOPLINE Asia (shoplineapp.com) is another one of the same name. */
export const shopline: Connector = {
  platform: "shopline",
  abilities: {
    webhooks: "hints",
    secrets: "app",
    changesOf: "everything",
    vanish: { customers: true, orders: true },
    counts: true,
    checkouts: true,
    namedConsent: false,
    groups: "nightly",
  },
  holds: ["email", "sms"],
  topics,
  verify,
  dedupeKey,
  read,
  storeOf,
  approval,
  lending,
  addressProblem,
  open: openStore,
};

function addressProblem(address: string): string | null {
  const { protocol, hostname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (host === "localhost" || isIP(host) !== 0) {
    return `${host} is this computer or a bare address: SHOPLINE cannot reach it. Set APP_URL to a public address.`;
  }
  return protocol === "https:" ? null : "SHOPLINE delivers to addresses that begin with https:// only.";
}
