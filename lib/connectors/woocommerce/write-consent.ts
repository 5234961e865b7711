/** Writing choices into the customers' meta, where newsletter plugins look for them: looked at first, 100 a call. */

import { Unreadable } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, id, listIn, text } from "@/lib/connectors/fields";
import type { HeldChoice, Written } from "@/lib/connectors/types";
import { consentMeta, showsYes } from "@/lib/connectors/woocommerce/consent";
import type { StoreHttp } from "@/lib/connectors/woocommerce/http";
import { pageSize } from "@/lib/connectors/woocommerce/pages";

/**
 * One answer for each choice. Customers that show the choice already are left alone, so that a repeat makes no noise at
 * the store. @throws Throttled, Unauthorized, Unreadable when nothing at all could be written
 */
export async function writeConsent(http: StoreHttp, choices: HeldChoice[], consentKeys?: string[]): Promise<Written[]> {
  const written: Written[] = [];
  for (let start = 0; start < choices.length; start += pageSize) {
    written.push(...(await writeSome(http, choices.slice(start, start + pageSize), consentKeys)));
  }
  return written;
}

type Update = { externalId: string; yes: boolean; meta_data: { key: string; value: unknown }[] };

async function writeSome(http: StoreHttp, choices: HeldChoice[], consentKeys?: string[]): Promise<Written[]> {
  const customers = await customersOf(http, choices);
  const updates: Update[] = [];
  const written: Written[] = [];
  for (const { externalId, state } of choices) {
    const customer = customers.get(externalId);
    const yes = state === "subscribed";
    const meta_data = customer ? consentMeta(customer, yes, consentKeys) : [];
    if (!customer) written.push({ externalId, outcome: "stranger" });
    else if (meta_data.length === 0) written.push({ externalId, outcome: "written" });
    else updates.push({ externalId, yes, meta_data });
  }
  if (updates.length === 0) return written;
  const body = { update: updates.map(({ externalId, meta_data }) => ({ id: Number(externalId), meta_data })) };
  const answers = listIn(fieldsIn((await http.call("POST", "customers/batch", {}, body)).data).update);
  if (answers.length !== updates.length)
    throw new Unreadable("The store answered for fewer people than it was told of.");
  return [...written, ...updates.map((update, at) => answerOf(update, answers[at]!, consentKeys))];
}

async function customersOf(http: StoreHttp, choices: HeldChoice[]): Promise<Map<string, Fields>> {
  const query = {
    role: "all",
    include: choices.map(({ externalId }) => externalId).join(","),
    per_page: pageSize,
    _fields: "id,meta_data",
  };
  const rows = listIn((await http.call("GET", "customers", query)).data);
  return new Map(rows.map((row) => [id(row.id) ?? "", row]));
}

/** Gone between the look and the write: by WooCommerce's code a batch says the first, a call for one the second. */
const strangers = new Set(["woocommerce_rest_invalid_id", "wc_user_invalid_id"]);

function answerOf({ externalId, yes }: Update, answer: Fields, consentKeys?: string[]): Written {
  const error = fieldsIn(answer.error);
  const code = text(error.code);
  if (code && strangers.has(code)) return { externalId, outcome: "stranger" };
  if (code) return { externalId, outcome: "declined", reason: `The store declined: ${text(error.message) ?? code}` };
  if (answer.meta_data !== undefined && showsYes(answer, consentKeys) !== yes) {
    const reason = "The store took the choice and does not show it: a plugin there keeps the field to itself.";
    return { externalId, outcome: "declined", reason };
  }
  return { externalId, outcome: "written" };
}
