/**
 * Writing choices back, one customer a call: Magento has no call for several. Its newsletter hangs on the account,
 * which is saved as it was read; addresses are left out, since one that Magento would decline today would hold up the
 * choice.
 */
import { forEach } from "@/lib/connectors/calls";
import { Refusal } from "@/lib/connectors/errors";
import { type Fields, fieldsIn } from "@/lib/connectors/fields";
import type { MagentoHttp } from "@/lib/connectors/magento/http";
import type { HeldChoice, Written } from "@/lib/connectors/types";

const atOnce = 4;

/** One answer for each choice. @throws Throttled, Unauthorized, Unreadable when nothing at all could be written */
export const writeConsent = (http: MagentoHttp, choices: HeldChoice[]): Promise<Written[]> =>
  forEach(choices, atOnce, (choice) => writeOne(http, choice));

async function writeOne(http: MagentoHttp, { externalId, state }: HeldChoice): Promise<Written> {
  const wanted = state === "subscribed";
  try {
    const customer = fieldsIn((await http.get(`customers/${externalId}`)).data);
    // A save may send the person a mail: not for what is so already.
    if (fieldsIn(customer.extension_attributes).is_subscribed !== wanted) {
      await http.put(`customers/${externalId}`, { customer: withNewsletter(customer, wanted) });
    }
    return { externalId, outcome: "written" };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 404) return { externalId, outcome: "stranger" };
    return { externalId, outcome: "declined", reason: error.message };
  }
}

/** Dates are Magento's to set. */
const left = ["addresses", "created_at", "updated_at", "created_in"];

const withNewsletter = (customer: Fields, is_subscribed: boolean): Fields => ({
  ...Object.fromEntries(Object.entries(customer).filter(([name]) => !left.includes(name))),
  extension_attributes: { is_subscribed },
});
