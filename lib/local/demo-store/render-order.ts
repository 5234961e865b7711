/** The order body a real WooCommerce 11 makes, key for key and in its order. */
import { gmt } from "@/lib/local/demo-store/php";
import { goodsCents, type Item, type Order, type Place, productOf, totalCents } from "@/lib/local/demo-store/records";
import { links, money, reach } from "@/lib/local/demo-store/render";
import type { ShopState } from "@/lib/local/demo-store/state";

const paymentTitles: Record<string, string> = {
  stripe: "Card",
  paypal: "PayPal",
  bacs: "Bank transfer",
  cod: "Cash on delivery",
};
const symbols: Record<string, string> = { EUR: "€", USD: "$", GBP: "£" };

export function renderOrder(state: ShopState, order: Order) {
  return {
    ...orderHead(state, order),
    ...orderParties(order),
    ...orderDates(state, order),
    ...orderLines(order),
    ...orderFoot(state, order),
    _links: orderLinks(state, order),
  };
}

const orderHead = ({ clock, options }: ShopState, order: Order) => ({
  id: order.id,
  parent_id: 0,
  status: order.status,
  currency: options.currency,
  version: options.version,
  prices_include_tax: false,
  date_created: clock.local(order.createdAt),
  date_modified: clock.local(order.modifiedAt),
  discount_total: money(order.discountCents),
  discount_tax: "0.00",
  shipping_total: "0.00",
  shipping_tax: "0.00",
  cart_tax: "0.00",
  total: money(totalCents(order)),
  total_tax: "0.00",
  customer_id: order.customerId,
  order_key: orderKey(order),
});

const orderParties = (order: Order) => ({
  billing: { ...orderPlace(order.billing), ...reach(order.billing) },
  shipping: { ...orderPlace(order.shipping), phone: order.shipping.phone },
  payment_method: order.payment,
  payment_method_title: paymentTitles[order.payment] ?? "",
  transaction_id: "",
  customer_ip_address: "127.0.0.1",
  customer_user_agent: "Mozilla/5.0",
  created_via: order.via,
  customer_note: "",
});

const orderDates = ({ clock }: ShopState, order: Order) => ({
  date_completed: order.completedAt === null ? null : clock.local(order.completedAt),
  date_paid: order.paidAt === null ? null : clock.local(order.paidAt),
  cart_hash: "",
  number: String(order.id),
  meta_data: order.meta,
});

const orderLines = (order: Order) => ({
  line_items: renderItems(order),
  tax_lines: [],
  shipping_lines: [],
  fee_lines: [],
  coupon_lines: renderCoupons(order),
  refunds: order.refunds.map(({ id, cents, reason }) => ({ id, reason, total: money(-cents), total_tax: "0.00" })),
});

const orderFoot = ({ home, options }: ShopState, order: Order) => ({
  payment_url: `${home}/checkout/order-pay/${order.id}/?pay_for_order=true&key=${orderKey(order)}`,
  is_editable: ["pending", "on-hold", "checkout-draft"].includes(order.status),
  needs_payment: ["pending", "failed"].includes(order.status) && totalCents(order) > 0,
  needs_processing: order.items.length > 0,
  date_created_gmt: gmt(order.createdAt),
  date_modified_gmt: gmt(order.modifiedAt),
  date_completed_gmt: order.completedAt === null ? null : gmt(order.completedAt),
  date_paid_gmt: order.paidAt === null ? null : gmt(order.paidAt),
  currency_symbol: symbols[options.currency] ?? options.currency,
});

const orderKey = (order: Order) => `wc_order_${((order.id * 2654435761) % 4294967296).toString(36).padStart(13, "k")}`;

/** The discount is spread over the lines, the last taking the rest, so that the lines add up. */
function renderItems(order: Order) {
  const goods = goodsCents(order);
  let left = Math.min(order.discountCents, goods);
  return order.items.map((item, index) => {
    const product = productOf(item);
    const subtotal = product.cents * item.quantity;
    const last = index === order.items.length - 1;
    const off = last ? left : Math.floor((order.discountCents * subtotal) / (goods || 1));
    left -= off;
    return renderItem(item, subtotal, subtotal - off);
  });
}

function renderItem(item: Item, subtotal: number, total: number) {
  const product = productOf(item);
  return {
    id: item.id,
    name: product.name,
    product_id: product.id,
    variation_id: 0,
    quantity: item.quantity,
    tax_class: "",
    subtotal: money(subtotal),
    subtotal_tax: "0.00",
    total: money(total),
    total_tax: "0.00",
    taxes: [],
    meta_data: [],
    sku: product.sku,
    global_unique_id: "",
    price: total / item.quantity / 100,
    image: { id: "", src: "" },
    parent_name: null,
  };
}

const renderCoupons = (order: Order) =>
  order.coupon === null
    ? []
    : [{ id: order.id, code: order.coupon, discount: money(order.discountCents), discount_tax: "0.00", meta_data: [] }];

function orderLinks(state: ShopState, order: Order) {
  const actions = `${state.home}/wp-json/wc/v3/orders/${order.id}/actions/email_templates`;
  const customer = `${state.home}/wp-json/wc/v3/customers/${order.customerId}`;
  return {
    ...links(state, "orders", order.id),
    email_templates: [{ embeddable: true, href: actions }],
    ...(order.customerId ? { customer: [{ href: customer }] } : {}),
  };
}

const orderPlace = ({
  first_name,
  last_name,
  company,
  address_1,
  address_2,
  city,
  state,
  postcode,
  country,
}: Place) => ({
  first_name,
  last_name,
  company,
  address_1,
  address_2,
  city,
  state,
  postcode,
  country,
});
