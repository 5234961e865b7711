import { openOrg } from "@/lib/connectors/salesforce/api";
import { approval, lending } from "@/lib/connectors/salesforce/approval";
import type { Connector } from "@/lib/connectors/types";

/**
 * A source of people: it sells nothing, and its one consent is an opt-out. Its changes are asked for, every few
 * minutes.
 */
export const salesforce: Connector = {
  platform: "salesforce",
  abilities: {
    webhooks: "none",
    secrets: "ours",
    changesOf: "everything",
    vanish: { customers: true, orders: false },
    counts: true,
    checkouts: false,
    namedConsent: false,
    groups: "nightly",
    peopleOnly: true,
  },
  holds: ["email"],
  topics: [],
  verify: () => "forged",
  dedupeKey: () => "",
  read: () => ({ topic: "", objectId: null, changes: [{ kind: "ignored", reason: "Salesforce sends nothing here." }] }),
  approval,
  lending,
  addressProblem: () => null,
  open: openOrg,
};
