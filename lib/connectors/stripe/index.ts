import { isIP } from "node:net";
import { isPublicAddress } from "@/lib/connectors/addresses";
import { fieldsIn, isFields, text } from "@/lib/connectors/fields";
import { readJson } from "@/lib/connectors/json";
import { openAccount } from "@/lib/connectors/stripe/api";
import { readEvent } from "@/lib/connectors/stripe/events";
import { stripeId } from "@/lib/connectors/stripe/payloads";
import { dedupeKey, verify } from "@/lib/connectors/stripe/signature";
import { topic } from "@/lib/connectors/stripe/webhooks";
import type { Change, Connector, Delivery } from "@/lib/connectors/types";

export const stripe: Connector = {
  platform: "stripe",
  abilities: {
    webhooks: "hints",
    secrets: "platform",
    changesOf: "everything",
    vanish: { customers: true, orders: false },
    counts: false,
    checkouts: true,
    namedConsent: false,
  },
  holds: [],
  topics: [topic],
  verify,
  dedupeKey,
  read,
  addressProblem,
  open: openAccount,
};

function read({ body }: Delivery): { topic: string; objectId: string | null; changes: Change[] } {
  let event: unknown;
  try {
    event = readJson(body.toString("utf8"));
  } catch {
    event = null;
  }
  if (!isFields(event)) {
    return { topic: "", objectId: null, changes: [{ kind: "refused", reason: "The message could not be read." }] };
  }
  const objectId = stripeId(fieldsIn(fieldsIn(event.data).object).id) ?? null;
  return { topic: (text(event.type) ?? "").slice(0, 100), objectId, changes: [readEvent(event)] };
}

/** Stripe declines such addresses at once, so nothing of this is found out late. */
function addressProblem(address: string): string | null {
  const { protocol, hostname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (host === "localhost" || (isIP(host) !== 0 && !isPublicAddress(host))) {
    return `${host} is this computer or a private network: Stripe cannot reach it. Set APP_URL to a public address.`;
  }
  return protocol === "https:" ? null : "Stripe delivers to addresses that begin with https:// only.";
}
