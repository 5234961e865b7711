/** Whether a customer bought, and what they agreed to: Stripe's customers do not say, so their sales are asked for. */
import { forEach } from "@/lib/connectors/calls";
import type { StripeHttp } from "@/lib/connectors/stripe/http";
import { list } from "@/lib/connectors/stripe/lists";
import { readCharge, readSession } from "@/lib/connectors/stripe/payloads";
import { atOnce } from "@/lib/connectors/stripe/sales";
import type { Change } from "@/lib/connectors/types";

/** The customers with their history laid onto them: two calls for each. */
export const withHistory = (http: StripeHttp, changes: Change[]): Promise<Change[]> =>
  forEach(changes, atOnce, async (change) => {
    if (change.kind !== "customer") return change;
    const customer = change.record.externalId;
    const sessions = await list(http, "checkout/sessions", { customer }, null);
    const charges = await list(http, "charges", { customer }, null);
    const sales = [
      ...sessions.rows.map((row) => readSession(row, sessions.askedAt)),
      ...charges.rows.map((row) => readCharge(row, charges.askedAt)),
    ].flatMap((sale) => (sale.kind === "order" ? sale.record : []));
    const hasBought = sales.some(({ status }) => status === "placed" || status === "refunded");
    const consents = sales.flatMap((sale) => sale.consents);
    return { ...change, record: { ...change.record, hasBought, consents } };
  });
