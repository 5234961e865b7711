/** Writing choices back, one customer a call: Shopify has no call for several. The date is the choice's own. */
import { forEach } from "@/lib/connectors/calls";
import { Refusal } from "@/lib/connectors/errors";
import { writeEmailConsent } from "@/lib/connectors/shopify/documents";
import type { ShopifyHttp } from "@/lib/connectors/shopify/http";
import { gidOf } from "@/lib/connectors/shopify/values";
import type { HeldChoice, Written } from "@/lib/connectors/types";

const atOnce = 4;

/** One answer for each choice. @throws Throttled, Unauthorized, Unreadable when nothing at all could be written */
export const writeConsent = (http: ShopifyHttp, choices: HeldChoice[]): Promise<Written[]> =>
  forEach(choices, atOnce, (choice) => writeOne(http, choice));

async function writeOne(http: ShopifyHttp, { externalId, state, since }: HeldChoice): Promise<Written> {
  const emailMarketingConsent = {
    marketingState: state === "subscribed" ? "SUBSCRIBED" : "UNSUBSCRIBED",
    // Whether the person confirmed by mail is not ours to claim.
    marketingOptInLevel: "SINGLE_OPT_IN",
    ...(since && { consentUpdatedAt: since.toISOString() }),
  };
  try {
    await http.change(writeEmailConsent, {
      input: { customerId: gidOf("Customer", externalId), emailMarketingConsent },
    });
    return { externalId, outcome: "written" };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (/not (be )?found|does not exist|doesn't exist/i.test(error.message)) return { externalId, outcome: "stranger" };
    return { externalId, outcome: "declined", reason: error.message };
  }
}
