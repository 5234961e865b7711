/** Writing choices into the box “Email Opt Out”, 200 people a call: each counts against the org's day. */

import { Unreadable } from "@/lib/connectors/errors";
import { listIn, text } from "@/lib/connectors/fields";
import type { SalesforceHttp } from "@/lib/connectors/salesforce/http";
import { salesforceId } from "@/lib/connectors/salesforce/people";
import type { HeldChoice, Written } from "@/lib/connectors/types";

const most = 200;

export async function writeConsent(http: SalesforceHttp, choices: HeldChoice[]): Promise<Written[]> {
  const known = choices.filter(({ externalId }) => salesforceId(externalId));
  const written: Written[] = choices
    .filter((choice) => !known.includes(choice))
    .map(({ externalId }) => ({ externalId, outcome: "stranger" }));
  for (let start = 0; start < known.length; start += most) {
    const some = known.slice(start, start + most);
    const records = some.map(({ externalId, state }) => ({
      attributes: { type: externalId.startsWith("00Q") ? "Lead" : "Contact" },
      id: externalId,
      HasOptedOutOfEmail: state === "unsubscribed",
    }));
    const answers = listIn((await http.patch("composite/sobjects", { allOrNone: false, records })).data);
    if (answers.length !== some.length)
      throw new Unreadable("Salesforce answered for fewer people than it was told of.");
    written.push(...some.map(({ externalId }, at) => answerOf(externalId, answers[at]!)));
  }
  return written;
}

const strangers = new Set([
  "ENTITY_IS_DELETED",
  "INVALID_CROSS_REFERENCE_KEY",
  "NOT_FOUND",
  "CANNOT_UPDATE_CONVERTED_LEAD",
]);

function answerOf(externalId: string, answer: Record<string, unknown>): Written {
  if (answer.success === true) return { externalId, outcome: "written" };
  const [error] = listIn(answer.errors);
  const code = text(error?.statusCode) ?? "";
  if (strangers.has(code)) return { externalId, outcome: "stranger" };
  return { externalId, outcome: "declined", reason: `Salesforce declined: ${text(error?.message) ?? code}` };
}
