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
    checkouts: true,
    namedConsent: false,
    groups: "nightly",
  },
  holds: ["email"],
  // Nothing can be registered: the merchant sets up an extension, or polling is all.
  topics: [],
  hints: {
    header: "X-Hook-Secret",
    bodies: {
      customers: '{"topic":"customer","id":"{{ item.id }}"}',
      "readers of the newsletter": '{"topic":"customer","id":"{{ item.customer_id }}"}',
      orders: '{"topic":"order","id":"{{ item.entity_id }}"}',
      "invoices and credit memos": '{"topic":"order","id":"{{ item.order_id }}"}',
      "abandoned carts": '{"topic":"cart","id":"{{ item.entity_id }}"}',
    },
    events: [
      "observer.customer_save_commit_after",
      "observer.customer_delete_commit_after",
      "observer.sales_order_save_commit_after",
      "observer.sales_order_creditmemo_save_after",
      "observer.sales_quote_save_after",
    ],
  },
  verify,
  dedupeKey,
  read,
  addressProblem: () => null,
  open: openStore,
};
