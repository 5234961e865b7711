/** WooCommerce's REST API v3, as far as contacts need it, with the status codes and errors a real store gave. */
import { Lists } from "@/lib/local/demo-store/lists";
import type { Outbox } from "@/lib/local/demo-store/outbox";
import { type Product, shelfOf } from "@/lib/local/demo-store/records";
import { money } from "@/lib/local/demo-store/render";
import { listed, ok, type Route, route } from "@/lib/local/demo-store/rest-answers";
import { customerRoutes } from "@/lib/local/demo-store/rest-customers";
import { orderRoutes } from "@/lib/local/demo-store/rest-orders";
import { customerTotals, settings, systemStatus } from "@/lib/local/demo-store/rest-site";
import { webhookRoutes } from "@/lib/local/demo-store/rest-webhooks";
import type { ShopState } from "@/lib/local/demo-store/state";

/** All routes below /wp-json/wc/v3/. A path is matched whole. */
export function restRoutes(state: ShopState, outbox: Outbox): Route[] {
  const lists = new Lists(state);
  const shelf = shelfOf(state.options);
  return [
    ...customerRoutes(state, lists),
    ...orderRoutes(state, lists),
    ...webhookRoutes(state, outbox),
    route("GET", /^settings\/general$/, () => ok(settings(state))),
    route("GET", /^system_status$/, () => ok(systemStatus(state))),
    route("GET", /^reports\/customers\/totals$/, () => ok(customerTotals(state))),
    route("GET", /^data\/currencies\/current$/, () => ok({ code: state.options.currency, name: "", symbol: "" })),
    route("GET", /^products$/, () => listed({ rows: shelf, total: shelf.length }, 100, renderProduct)),
  ];
}

const renderProduct = ({ id, name, sku, cents, category }: Product) => ({
  ...{ id, name, sku, price: money(cents) },
  ...{ categories: [{ id: id + 1000, name: category, slug: category.toLowerCase().replaceAll(" ", "-") }], brands: [] },
});
