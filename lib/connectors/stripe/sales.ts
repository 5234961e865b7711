/** Orders of a Stripe account: checkout sessions with what belongs to them, and charges of no session. */
import { forEach } from "@/lib/connectors/calls";
import { Refusal } from "@/lib/connectors/errors";
import { type Fields, fieldsIn, isFields, text } from "@/lib/connectors/fields";
import type { Checkouts } from "@/lib/connectors/stripe/checkouts";
import type { StripeHttp } from "@/lib/connectors/stripe/http";
import { list, wholeList } from "@/lib/connectors/stripe/lists";
import { readCharge, readSession, stripeId } from "@/lib/connectors/stripe/payloads";
import type { Change, Page } from "@/lib/connectors/types";

/** How many calls run at once: about half of the 25 a second that Stripe lets one endpoint take. */
export const atOnce = 4;

/** What a session and a charge are asked for with. Expansions go four levels deep at most. */
export const ofSession = ["line_items", "payment_intent.latest_charge.refunds"];
export const ofCharge = ["refunds"];
const listed = (names: string[]) => names.map((name) => `data.${name}`);

export async function sessionPage(http: StripeHttp, cursor: string | null): Promise<Page<Change>> {
  const { rows, next, askedAt, clock } = await list(
    http,
    "checkout/sessions",
    { "expand[]": listed(ofSession) },
    cursor,
  );
  const items = await forEach(rows, atOnce, (row) => sessionWhole(http, row, askedAt));
  return { items, next, total: null, clock };
}

/** Charges of a session are left out: the session is told, and has lines and a consent. */
export async function chargePage(http: StripeHttp, checkouts: Checkouts, cursor: string | null): Promise<Page<Change>> {
  const { rows, next, askedAt, clock } = await list(http, "charges", { "expand[]": listed(ofCharge) }, cursor);
  const theirs = await checkouts.paymentsAmong(rows);
  const own = rows.filter((row) => !theirs.has(stripeId(row.payment_intent) ?? ""));
  const items = await forEach(own, atOnce, (row) => chargeWhole(http, row, askedAt));
  return { items, next, total: null, clock };
}

/** Orders by their ids: of a payment, a session or a charge. What is no order (yet) is left out. */
export async function salesById(http: StripeHttp, ids: string[]): Promise<Change[]> {
  const found = await forEach(ids, atOnce, (id) => saleById(http, id));
  return found.flatMap((change) => change ?? []);
}

async function saleById(http: StripeHttp, id: string): Promise<Change | null> {
  if (id.startsWith("cs_")) return oneOf(http, `checkout/sessions/${id}`, ofSession, sessionWhole);
  if (!id.startsWith("pi_")) return oneOf(http, `charges/${id}`, ofCharge, chargeWhole);
  const payment = { payment_intent: id };
  const sessions = await list(http, "checkout/sessions", { ...payment, limit: 1, "expand[]": listed(ofSession) }, null);
  if (sessions.rows[0]) return sessionWhole(http, sessions.rows[0], sessions.askedAt);
  const charges = await list(http, "charges", { ...payment, "expand[]": listed(ofCharge) }, null);
  const paid = charges.rows.find((charge) => charge.status === "succeeded");
  return paid ? chargeWhole(http, paid, charges.askedAt) : null;
}

async function oneOf(
  http: StripeHttp,
  path: string,
  expand: string[],
  whole: (http: StripeHttp, row: Fields, askedAt: Date) => Promise<Change>,
): Promise<Change | null> {
  try {
    const { data, askedAt } = await http.get(path, { "expand[]": expand });
    return await whole(http, data, askedAt);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

async function sessionWhole(http: StripeHttp, session: Fields, askedAt: Date): Promise<Change> {
  const id = stripeId(session.id) ?? "";
  const payment = fieldsIn(session.payment_intent);
  const charge = payment.latest_charge;
  const line_items = await wholeList(http, session.line_items, `checkout/sessions/${id}/line_items`);
  const payment_intent = isFields(charge)
    ? { ...payment, latest_charge: await withRefunds(http, charge) }
    : session.payment_intent;
  return readSession({ ...session, line_items, payment_intent }, askedAt);
}

const chargeWhole = async (http: StripeHttp, charge: Fields, askedAt: Date): Promise<Change> =>
  readCharge(await withRefunds(http, charge), askedAt);

async function withRefunds(http: StripeHttp, charge: Fields): Promise<Fields> {
  return { ...charge, refunds: await wholeList(http, charge.refunds, "refunds", { charge: text(charge.id) ?? "" }) };
}
