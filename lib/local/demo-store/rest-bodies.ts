/** What a REST caller may write, as the verbs take it. Unknown fields are passed over, as WooCommerce does. */
import type { CustomerInput } from "@/lib/local/demo-store/customers";
import type { OrderInput } from "@/lib/local/demo-store/orders";
import type { Billing } from "@/lib/local/demo-store/records";
import { products } from "@/lib/local/demo-store/records";

type Body = Record<string, unknown>;

const textIn = (body: Body, name: string) => (typeof body[name] === "string" ? body[name] : undefined);
const bodyIn = (value: unknown): Body => (typeof value === "object" && value !== null ? (value as Body) : {});
const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

export function customerInput(body: Body): CustomerInput {
  return given({
    email: textIn(body, "email") ?? "",
    firstName: textIn(body, "first_name"),
    lastName: textIn(body, "last_name"),
    username: textIn(body, "username"),
    billing: placeIn(body.billing),
    shipping: placeIn(body.shipping),
    meta: metaIn(body),
  });
}

export function orderInput(body: Body): OrderInput {
  const setPaid = body.set_paid === true;
  const payment = textIn(body, "payment_method");
  return given({
    customerId: typeof body.customer_id === "number" && body.customer_id > 0 ? body.customer_id : undefined,
    billing: placeIn(body.billing),
    status: textIn(body, "status") ?? (setPaid ? (payment === "cod" ? "completed" : "processing") : undefined),
    paid: setPaid || undefined,
    payment,
    meta: metaIn(body),
    items: itemsIn(body.line_items),
  });
}

const places = "first_name last_name company address_1 address_2 city state postcode country phone email".split(" ");

function placeIn(value: unknown): Partial<Billing> | undefined {
  if (value === undefined) return undefined;
  const body = bodyIn(value);
  return given(Object.fromEntries(places.map((name) => [name, textIn(body, name)]))) as Partial<Billing>;
}

function metaIn(body: Body) {
  if (!Array.isArray(body.meta_data)) return undefined;
  return body.meta_data.map(bodyIn).map((meta) => ({ key: String(meta.key ?? ""), value: meta.value }));
}

function itemsIn(value: unknown) {
  if (!Array.isArray(value)) return undefined;
  const known = new Set(products.map(({ id }) => id));
  return value.map(bodyIn).map(({ product_id, quantity }) => ({
    product: known.has(Number(product_id)) ? Number(product_id) : products[0]!.id,
    quantity: Number(quantity) || 1,
  }));
}
