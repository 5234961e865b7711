import type { Lists } from "@/lib/local/demo-store/lists";
import { editOrder, forceDelete, placeOrder, refund, setStatus, trash } from "@/lib/local/demo-store/orders";
import { gmt } from "@/lib/local/demo-store/php";
import type { Order } from "@/lib/local/demo-store/records";
import { money } from "@/lib/local/demo-store/render";
import { renderOrder } from "@/lib/local/demo-store/render-order";
import {
  batch,
  created,
  failed,
  listed,
  ok,
  type RestReply,
  type Route,
  route,
} from "@/lib/local/demo-store/rest-answers";
import { orderInput } from "@/lib/local/demo-store/rest-bodies";
import { orderQuery, pageOf } from "@/lib/local/demo-store/rest-queries";
import type { ShopState } from "@/lib/local/demo-store/state";

type Body = Record<string, unknown>;

export function orderRoutes(state: ShopState, lists: Lists): Route[] {
  return [
    route("GET", /^orders$/, ({ query }) => {
      const page = pageOf(query);
      return listed(lists.orders(orderQuery(query, state.clock), page), page.limit, (row) => renderOrder(state, row));
    }),
    route("POST", /^orders$/, ({ body }) => {
      const order = create(state, body);
      return created(state, "orders", order.id, order);
    }),
    route("POST", /^orders\/batch$/, ({ body }) =>
      batch(body, {
        create: (item) => create(state, item),
        update: (item) => update(state, Number(item.id), item),
        delete: (item) => trashOrder(state, one(state, Number(item)).id),
      }),
    ),
    route("GET", /^orders\/(?<id>\d+)$/, (_, { id = 0 }) => ok(renderOrder(state, one(state, id)))),
    route("PUT", /^orders\/(?<id>\d+)$/, ({ body }, { id = 0 }) => ok(update(state, id, body))),
    route("DELETE", /^orders\/(?<id>\d+)$/, ({ query }, { id = 0 }) => {
      const before = renderOrder(state, one(state, id));
      if (query.get("force") !== "true") return ok(trashOrder(state, id));
      forceDelete(state, id);
      return ok(before);
    }),
    route("POST", /^orders\/(?<id>\d+)\/refunds$/, ({ body }, { id = 0 }) => giveBack(state, one(state, id).id, body)),
  ];
}

function one(state: ShopState, id: number): Order {
  const order = state.orders.get(id);
  if (!order) throw failed("woocommerce_rest_shop_order_invalid_id", "Invalid ID.", 404);
  return order;
}

const create = (state: ShopState, body: Body) =>
  renderOrder(state, one(state, placeOrder(state, { ...orderInput(body), checkout: "rest" })));

function update(state: ShopState, id: number, body: Body) {
  const before = one(state, id);
  const { status, ...change } = orderInput(body);
  if (typeof body.status === "string" && status && status !== before.status) setStatus(state, id, status);
  if (Object.keys(body).some((key) => key !== "status" && key !== "id")) editOrder(state, id, change);
  return renderOrder(state, one(state, id));
}

function giveBack(state: ShopState, orderId: number, body: Body): RestReply {
  const cents = Math.round(Number(body.amount) * 100);
  const reason = String(body.reason ?? "");
  const id = refund(state, orderId, cents, reason);
  // The address is a real store's, where the pattern was never filled in.
  const path = "orders/(?P<order_id>[\\d]+)/refunds";
  return created(state, path, id, renderRefund(state, orderId, id, cents, reason));
}

function trashOrder(state: ShopState, id: number) {
  trash(state, id);
  return renderOrder(state, state.order(id));
}

function renderRefund(state: ShopState, orderId: number, id: number, cents: number, reason: string) {
  const order = `${state.home}/wp-json/wc/v3/orders/${orderId}`;
  const now = state.now();
  return {
    id,
    date_created: state.clock.local(now),
    date_created_gmt: gmt(now),
    amount: money(cents),
    reason,
    refunded_by: 1,
    refunded_payment: false,
    meta_data: [state.meta("_refund_type", "partial")],
    line_items: [],
    shipping_lines: [],
    tax_lines: [],
    fee_lines: [],
    _links: {
      self: [{ href: `${order}/refunds/${id}`, targetHints: { allow: ["GET", "DELETE"] } }],
      collection: [{ href: `${order}/refunds` }],
      up: [{ href: order }],
    },
  };
}
