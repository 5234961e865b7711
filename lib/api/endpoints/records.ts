import { endpoint } from "../endpoint";
import { TrackEvent, TrackEvents, Tracked, trackEvent, trackEvents } from "../events";
import { OrdersUpserted, UpsertOrders, upsertOrders } from "../orders";
import { pageOf } from "../schemas";
import { allStores, CreateStore, createStore, getStore, OneStore, Store } from "../stores";

const finished = { name: "course.finished", email: "mira@example.org", properties: { course: "Candle making" } };

const order = {
  id: "1042",
  status: "placed",
  currency: "EUR",
  total: "24.00",
  placedAt: "2026-03-04T09:30:00Z",
  email: "mira@example.org",
  items: [{ name: "Beeswax pillar", quantity: 2, total: "24.00" }],
};

export const events = [
  endpoint({
    method: "POST",
    path: "/events",
    group: "Events",
    scope: "contacts.edit",
    title: "Track an event",
    about:
      "It stands on the contact’s timeline. An event with an id of yours is tracked once, however often it is sent.",
    body: TrackEvent,
    example: { ...finished, id: "enrolment-417" },
    output: Tracked,
    run: trackEvent,
  }),
  endpoint({
    method: "POST",
    path: "/events/batch",
    group: "Events",
    scope: "contacts.edit",
    title: "Track up to 1,000 events",
    body: TrackEvents,
    example: { events: [finished] },
    output: Tracked,
    run: trackEvents,
  }),
];

export const orders = [
  endpoint({
    method: "POST",
    path: "/orders",
    group: "Orders",
    scope: "orders.edit",
    title: "Upsert up to 500 orders",
    about:
      "Of a store of the kind “api”. An order replaces what was told of it before, unless that is newer by `updatedAt`. Whoever bought becomes a contact; totals and timelines follow.",
    body: UpsertOrders,
    example: { orders: [order] },
    output: OrdersUpserted,
    run: upsertOrders,
  }),
];

export const stores = [
  endpoint({
    method: "GET",
    path: "/stores",
    group: "Stores",
    scope: "stores.read",
    title: "List stores",
    output: pageOf(Store),
    run: allStores,
  }),
  endpoint({
    method: "POST",
    path: "/stores",
    group: "Stores",
    scope: "stores.connect",
    whole: true,
    title: "Create a store of the kind “api”",
    about: "For a shop of any other make: its people come by this API and by CSV, its orders by this API.",
    body: CreateStore,
    example: { name: "Market stall", currency: "EUR", country: "DE", timeZone: "Europe/Berlin" },
    output: Store,
    status: 201,
    run: createStore,
  }),
  endpoint({
    method: "GET",
    path: "/stores/{store}",
    group: "Stores",
    scope: "stores.read",
    title: "Get a store",
    params: OneStore,
    output: Store,
    run: getStore,
  }),
];
