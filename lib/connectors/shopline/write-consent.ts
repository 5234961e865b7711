/** Writing choices of consent into SHOPLINE's customers, one call for each. */
import { forEach } from "@/lib/connectors/calls";
import { Refusal } from "@/lib/connectors/errors";
import { fieldsIn, text } from "@/lib/connectors/fields";
import type { ShoplineHttp } from "@/lib/connectors/shopline/http";
import type { HeldChannel, HeldChoice, Written } from "@/lib/connectors/types";

/** Two at once: a store's bucket fills by four calls a second, and passes and webhooks need some of them. */
export const writeConsent = (
  http: ShoplineHttp,
  choices: HeldChoice[],
  channel: HeldChannel = "email",
): Promise<Written[]> => forEach(choices, 2, (choice) => writeOne(http, choice, fields[channel]));

/** What is written, and what shows in the end whether it was taken. */
const fields = {
  email: { consent: "email_marketing_consent", flag: "email_subscribe_flag" },
  sms: { consent: "sms_marketing_consent", flag: "mobile_subscribe_flag" },
} as const;

async function writeOne(
  http: ShoplineHttp,
  { externalId, state, since }: HeldChoice,
  { consent, flag }: (typeof fields)[HeldChannel],
): Promise<Written> {
  const yes = state === "subscribed";
  const told = {
    state: yes ? 1 : 0,
    opt_in_level: 1,
    consent_updated_at: (since ?? new Date()).toISOString().replace(/\.\d+Z$/, "+00:00"),
    consent_collected_from: "Clientele",
  };
  try {
    const { data } = await http.put(`customers/${externalId}.json`, { customer: { [consent]: told } });
    const shown = text(fieldsIn(data.customer)[flag]);
    if (shown === undefined || shown === (yes ? "1" : "0")) return { externalId, outcome: "written" };
    return { externalId, outcome: "declined", reason: "SHOPLINE took the choice and does not show it." };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 404) return { externalId, outcome: "stranger" };
    return { externalId, outcome: "declined", reason: error.message };
  }
}
