import { openStore } from "@/lib/connectors/magento/api";
import { dedupeKey, read, verify } from "@/lib/connectors/magento/hints";
import type { Connector } from "@/lib/connectors/types";

export const magento: Connector = {
  platform: "magento",
  abilities: {
    webhooks: "hints",
    secrets: "ours",
    changesOf: "everything",
    vanish: { customers: true, orders: true },
    counts: true,
    checkouts: false,
    namedConsent: false,
    groups: "nightly",
  },
  holds: [],
  // Nothing can be registered: the merchant sets up an extension, or polling is all.
  topics: [],
  hints: {
    header: "X-Hook-Secret",
    bodies: {
      customers: '{"topic":"customer","id":"{{ item.id }}"}',
      orders: '{"topic":"order","id":"{{ item.entity_id }}"}',
    },
  },
  verify,
  dedupeKey,
  read,
  addressProblem: () => null,
  open: openStore,
};
