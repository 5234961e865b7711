/** Writing choices back, one customer a call: Shopify has no call for several. The date is the choice's own. */
import { forEach } from "@/lib/connectors/calls";
import { Refusal } from "@/lib/connectors/errors";
import { writeEmailConsent, writeSmsConsent } from "@/lib/connectors/shopify/documents";
import type { ShopifyHttp } from "@/lib/connectors/shopify/http";
import { gidOf } from "@/lib/connectors/shopify/values";
import type { HeldChannel, HeldChoice, Written } from "@/lib/connectors/types";

const atOnce = 4;

const numberless = "Shopify has no number of this customer’s own, so it cannot hold the choice; Clientele keeps it.";

/** One answer for each choice. @throws Throttled, Unauthorized, Unreadable when nothing at all could be written */
export const writeConsent = (
  http: ShopifyHttp,
  choices: HeldChoice[],
  channel: HeldChannel = "email",
): Promise<Written[]> => forEach(choices, atOnce, (choice) => writeOne(http, choice, channel));

async function writeOne(
  http: ShopifyHttp,
  { externalId, state, since }: HeldChoice,
  channel: HeldChannel,
): Promise<Written> {
  const consent = {
    marketingState: state === "subscribed" ? "SUBSCRIBED" : "UNSUBSCRIBED",
    // Whether the person confirmed by mail is not ours to claim.
    marketingOptInLevel: "SINGLE_OPT_IN",
    ...(since && { consentUpdatedAt: since.toISOString() }),
  };
  try {
    const customerId = gidOf("Customer", externalId);
    await (channel === "sms"
      ? http.change(writeSmsConsent, { input: { customerId, smsMarketingConsent: consent } })
      : http.change(writeEmailConsent, { input: { customerId, emailMarketingConsent: consent } }));
    return { externalId, outcome: "written" };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (/not (be )?found|does not exist|doesn't exist/i.test(error.message)) return { externalId, outcome: "stranger" };
    if (channel === "sms" && /phone/i.test(error.message))
      return { externalId, outcome: "impossible", reason: numberless };
    return { externalId, outcome: "declined", reason: error.message };
  }
}
