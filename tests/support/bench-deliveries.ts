/** Deliveries for any store: recorded bodies with other people in them, signed anew with the store's secret. */
import { createHash, createHmac } from "node:crypto";
import type { Delivery } from "@/lib/connectors/types";
import { recordings } from "./recordings";

export type Body = Record<string, unknown>;

const recorded = (topic: string): Body => {
  const found = recordings().find(({ headers }) => headers["x-wc-webhook-topic"] === topic);
  return JSON.parse(found!.body.toString("utf8")) as Body;
};
const [customer, order] = [recorded("customer.created"), recorded("order.created")];

/** A customer as WooCommerce tells of one. `more` replaces whole fields. */
export function customerBody(id: number, email: string, more: Body = {}): Body {
  const [firstName, lastName] = namesOf(id);
  const billing = { ...(customer.billing as Body), first_name: firstName, last_name: lastName, email };
  const names = { first_name: firstName, last_name: lastName };
  return { ...customer, id, email, ...names, billing: { ...billing, phone: phoneOf(id) }, meta_data: [], ...more };
}

/** An order that is paid and of this account, or of a guest when `customerId` is 0. */
export function orderBody(id: number, customerId: number, email: string, more: Body = {}): Body {
  const [firstName, lastName] = namesOf(customerId || id);
  const billing = { ...(order.billing as Body), first_name: firstName, last_name: lastName, email };
  const paid = { status: "processing", date_paid_gmt: order.date_created_gmt };
  return { ...order, id, number: String(id), customer_id: customerId, billing, ...paid, ...more };
}

/** One delivery. The delivery id is made as WooCommerce makes it, of webhook and second; `second` tells two apart. */
export function signed(secret: string, topic: string, content: Body | Buffer, second = 0): Delivery {
  const body = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const webhook = String(1 + [...topic].length);
  const headers = {
    "user-agent": "WooCommerce/11.0.1 Hookshot (WordPress/7.1)",
    "content-type": "application/json",
    "x-wc-webhook-topic": topic,
    "x-wc-webhook-signature": createHmac("sha256", secret).update(body).digest("base64"),
    "x-wc-webhook-id": webhook,
    "x-wc-webhook-delivery-id": createHash("md5").update(`${webhook}${second}`).digest("hex"),
  };
  return { headers, body };
}

export const names = ["Anna", "Bela", "Chloe", "Dario", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas"];
export const families = ["Keller", "Novak", "Moreau", "Rossi", "Yilmaz", "Berg", "Lind", "Silva", "Costa", "Weiss"];

const namesOf = (id: number) => [names[id % 10]!, `${families[Math.floor(id / 10) % 10]} ${Math.floor(id / 100)}`];

/** A German mobile number of one person's own. */
const phoneOf = (id: number) => `+49151${String(id % 100_000_000).padStart(8, "0")}`;
