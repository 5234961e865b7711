/** A shop of any other make: there is nothing to call, and nothing comes in by itself. */
import type { Connector } from "@/lib/connectors/types";

export const api: Connector = {
  platform: "api",
  abilities: {
    webhooks: "none",
    secrets: "ours",
    changesOf: "orders",
    vanish: { customers: false, orders: false },
    counts: false,
    checkouts: false,
    namedConsent: false,
  },
  holds: [],
  topics: [],
  verify: () => "forged",
  dedupeKey: () => "",
  read: () => ({ topic: "", objectId: null, changes: [{ kind: "refused", reason: nothing }] }),
  addressProblem: () => nothing,
  open: () => {
    throw new Error(nothing);
  },
};

const nothing = "This store has nothing to call: its people come by the API and by files.";
