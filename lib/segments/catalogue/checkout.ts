/** Checkouts: begun, and left open. A checkout that became an order is no checkout left open. */
import { type SQL, sql } from "drizzle-orm";
import type { Field, Moment, Property } from "./field";
import { amount, happened, seen } from "./happened";
import { numberOf } from "./literals";

const said = { family: "checkout" } as const;

/**
 * WooCommerce keeps checkouts as orders that are not placed yet (lib/records/orders.ts); others have checkouts of their
 * own.
 */
const open = ({ orgId }: Moment): SQL => sql`(
  select o.placed_at as at, o.total, o.currency, o.store_id from orders o
    where o.org_id = ${numberOf(orgId)} and o.contact_id = c.id and o.ended_at is null
      and o.status in ('draft', 'pending')
  union all
  select k.started_at, k.total, k.currency, k.store_id from checkouts k
    where k.org_id = ${numberOf(orgId)} and k.contact_id = c.id and k.completed_at is null) e`;

const total: Property = {
  type: "money",
  label: "Total",
  column: ({ orgId }) => sql`case when e.currency = (select s.currency from stores s
    where s.org_id = ${numberOf(orgId)} and s.id = e.store_id) then e.total end`,
};

export const checkout: readonly Field[] = [
  {
    ...said,
    reads: ["events"],
    key: "checkout-started",
    label: "Started a checkout",
    type: "events",
    source: happened(seen("checkout.started"), { total: amount("Total", "total") }),
  },
  {
    ...said,
    reads: ["orders", "checkouts", "figures"],
    key: "checkout-abandoned",
    label: "Left a checkout open",
    type: "events",
    source: {
      from: open,
      where: () => sql`(a.last_order_at is null or a.last_order_at < e.at)`,
      at: sql`e.at`,
      properties: { total },
    },
    hint: "Begun, not finished, and nothing ordered since.",
  },
  {
    ...said,
    reads: ["orders", "checkouts"],
    key: "last-checkout",
    label: "Last open checkout",
    type: "date",
    counted: "moment",
    column: (at) => sql`(select max(e.at) from ${open(at)})`,
  },
];
