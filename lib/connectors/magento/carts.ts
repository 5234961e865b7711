/**
 * Carts that were filled and left, as drafts of orders. One that was bought or emptied is gone: its order speaks for
 * itself.
 */

import type { Fields } from "@/lib/connectors/fields";
import { fieldsIn, id, listIn, present, text } from "@/lib/connectors/fields";
import { money, readAddress, timeIn } from "@/lib/connectors/magento/values";
import type { Change, OrderItem, Person } from "@/lib/connectors/types";

const prefix = "cart-";

/** Carts are counted apart from orders. */
export const cartId = (number: string) => `${prefix}${number}`;
export const isCart = (externalId: string) => externalId.startsWith(prefix);
export const numberOf = (externalId: string) => externalId.slice(prefix.length);

/**
 * As `carts/search` shows one. A cart that was never touched again may be dated with zeros: then when it was made
 * counts.
 */
export function readCart(cart: Fields): Change {
  const number = id(cart.id);
  if (!number) return { kind: "refused", reason: "A cart came without an id." };
  const externalId = cartId(number);
  if (!isOpen(cart)) return { kind: "order-gone", externalId };
  const account = id(fieldsIn(cart.customer).id) ?? null;
  const person = personOf(cart);
  if (!person.email && !person.phone && !account) {
    return { kind: "ignored", reason: "A cart of somebody still unknown." };
  }
  const currency = currencyOf(cart);
  if (!currency) return { kind: "refused", reason: `Cart ${number} has no readable currency.` };
  const createdAt = timeIn(cart.created_at) ?? new Date(0);
  const items = listIn(cart.items).map(readItem);
  return {
    kind: "order",
    record: {
      externalId,
      number: text(cart.reserved_order_id) ?? number,
      updatedAt: timeIn(cart.updated_at) ?? createdAt,
      createdAt,
      status: "draft",
      platformStatus: "cart",
      currency,
      total: money(items.reduce((sum, item) => sum + Number(item.total), 0)) ?? "0",
      customerExternalId: account,
      person,
      consents: [],
      paidAt: null,
      completedAt: null,
      items,
      refunds: [],
      coupons: [],
    },
  };
}

const isOpen = ({ is_active, items_count }: Fields) =>
  (is_active === true || is_active === 1 || is_active === "1") && Number(items_count) > 0;

function currencyOf(cart: Fields): string | undefined {
  const { quote_currency_code, store_currency_code, base_currency_code } = fieldsIn(cart.currency);
  const code = (text(quote_currency_code) ?? text(store_currency_code) ?? text(base_currency_code))?.toUpperCase();
  return code && /^[A-Z]{3}$/.test(code) ? code : undefined;
}

function personOf(cart: Fields): Person {
  const customer = fieldsIn(cart.customer);
  const billing = fieldsIn(cart.billing_address);
  return present({
    email: text(customer.email) ?? text(billing.email),
    phone: text(billing.telephone),
    firstName: text(customer.firstname) ?? text(billing.firstname),
    lastName: text(customer.lastname) ?? text(billing.lastname),
    address: readAddress(billing),
  });
}

const readItem = (line: Fields, at: number): OrderItem =>
  present({
    externalId: id(line.item_id) ?? `line-${at + 1}`,
    name: text(line.name) ?? "",
    sku: text(line.sku),
    quantity: Number(line.qty) || 0,
    total: money((Number(line.price) || 0) * (Number(line.qty) || 0)) ?? "0",
  });
