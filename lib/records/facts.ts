/**
 * Lines of the timeline that follow from an order as it stands; each comes once and goes where the order goes. An order
 * that is paid or completed anew, at another time, gets another line.
 */
import { sql } from "drizzle-orm";
import type { OrderRecord } from "@/lib/connectors/types";
import { anyId, rowsByColumn, rowsOf } from "@/lib/sets";
import { together, type Working } from "@/lib/tenancy";
import type { Purchase } from "./entries";
import type { Roster } from "./roster";

type Fact = { kind: string; at: Date; fact: string; detail: object };

/** What an order's lines are made of. */
type Order = Pick<OrderRecord, "status" | "number" | "total" | "currency" | "createdAt" | "updatedAt"> &
  Pick<OrderRecord, "paidAt" | "completedAt" | "items"> & {
    refunds: { externalId: string; at: Date | null; amount: string; reason?: string | null }[];
  };

/** The lines of these orders, just written under these ids. A new order has none yet: its own need no second look. */
export async function writeFacts(ctx: Working, told: Purchase[], ids: Map<string, string>) {
  const rowsFor = (purchases: Purchase[]) =>
    purchases.flatMap((purchase) => linesOf(purchase, ids.get(purchase.externalId)!, purchase.news!));
  await together([
    insertFacts(ctx, rowsFor(told.filter(({ id }) => id === null)), false),
    insertFacts(ctx, rowsFor(told.filter(({ id }) => id !== null)), true),
  ]);
}

function linesOf({ contact }: Purchase, id: string, order: Order): object[] {
  if (!contact) return [];
  return factsOf(order).map((line) => ({
    ...line,
    fact: `order ${id} ${line.fact}`,
    contact_id: contact.id,
    order_id: id,
  }));
}

const factColumns = "r(contact_id bigint, order_id bigint, kind text, at timestamptz, fact text, detail jsonb)";

async function insertFacts(ctx: Working, rows: object[], again: boolean) {
  if (rows.length === 0) return;
  await ctx.db.execute(sql`
    insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name, order_id, fact, detail)
    select ${ctx.orgId}, contact_id, kind, at, ${ctx.actor.kind}, ${ctx.actor.name}, order_id, fact, detail
    from ${rowsByColumn(factColumns, rows)}
    ${again ? sql`on conflict (org_id, fact) where fact is not null do nothing` : sql``}`);
}

function factsOf(order: Order): Fact[] {
  const { status, createdAt, paidAt, completedAt, updatedAt } = order;
  const base = { number: order.number, total: plain(order.total, 4), currency: order.currency };
  const facts: Fact[] = [];
  const add = (kind: string, at: Date, fact: string, detail: object = base) => facts.push({ kind, at, fact, detail });
  if (status === "placed" || status === "refunded")
    add("order.placed", createdAt, "placed", { ...base, items: boughtIn(order) });
  if (status === "draft" || status === "pending")
    add("checkout.started", createdAt, "checkout", { ...base, items: boughtIn(order) });
  if (paidAt) add("order.paid", paidAt, `paid ${seconds(paidAt)}`);
  if (completedAt) add("order.completed", completedAt, `completed ${seconds(completedAt)}`);
  if (status === "cancelled") add("order.cancelled", updatedAt, "cancelled");
  for (const { externalId, at, amount, reason } of order.refunds) {
    const detail = { ...base, amount: plain(amount, 4), reason: reason ?? null };
    add("order.refunded", at ?? updatedAt, `refund ${externalId}`, detail);
  }
  return facts;
}

/** Each line of an order once, by the platform's id. */
export const itemsOf = (order: Pick<OrderRecord, "items">) => [
  ...new Map([...order.items].reverse().map((item) => [item.externalId, item])).values(),
];

const boughtIn = (order: Order) =>
  itemsOf(order)
    .sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
    .map(({ name, quantity }) => ({ name, quantity: plain(quantity.toFixed(3), 3) }));

/** As the database keeps it, where "24.00" is "24" and what is beyond its places is rounded. */
function plain(amount: string, places: number): string {
  const [whole = "", part = ""] = amount.replace("-", "").split(".");
  const units = (BigInt(whole + part.padEnd(places + 1, "0").slice(0, places + 1)) + 5n) / 10n;
  const digits = String(units).padStart(places + 1, "0");
  const trimmed = `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
  return amount.startsWith("-") && trimmed !== "0" ? `-${trimmed}` : trimmed;
}

/** As Postgres writes an epoch: the keys of lines already written are made of it. */
const seconds = (at: Date) => (at.getTime() / 1000).toFixed(6);

/** The lines of orders that changed hands go with them; one that was nobody's gets its lines now. */
export async function moveFacts(ctx: Working, roster: Roster) {
  const purchases = [...roster.purchases.values()].filter(({ id, contact }) => id !== null && contact?.id);
  const moved = purchases.filter(
    ({ contact, storedContact }) => storedContact !== null && contact!.id !== storedContact,
  );
  const found = purchases.filter(({ changed, storedContact }) => storedContact === null && !changed);
  if (found.length > 0) await insertFacts(ctx, await storedFacts(ctx, found), true);
  if (moved.length === 0) return;
  const rows = moved.map(({ id, contact }) => ({ id, contact_id: contact!.id }));
  const merged = roster.merges.flatMap(({ survivor }) => roster.current(survivor)?.id ?? []);
  await ctx.db.execute(sql`update contact_events e set contact_id = r.contact_id
    from ${rowsOf(rows)} as r(id bigint, contact_id bigint)
    where e.org_id = ${ctx.orgId} and e.order_id = r.id and e.contact_id <> r.contact_id
      and e.contact_id = ${anyId([...moved.map(({ storedContact }) => storedContact!), ...merged])}`);
}

type StoredOrder = {
  id: string;
  status: OrderRecord["status"];
  number: string;
  total: string;
  currency: string;
  dates: Record<"createdAt" | "paidAt" | "completedAt" | "updatedAt", number | null>;
  items: OrderRecord["items"] | null;
  refunds: { externalId: string; at: number | null; amount: string; reason: string | null }[] | null;
};

async function storedFacts(ctx: Working, purchases: Purchase[]): Promise<object[]> {
  const ms = (column: string) => sql`extract(epoch from ${sql.identifier(column)}) * 1000`;
  const rows = await ctx.db.execute<StoredOrder>(sql`
    select id::text, status, number, total::text, currency,
      jsonb_build_object('createdAt', ${ms("placed_at")}, 'paidAt', ${ms("paid_at")},
        'completedAt', ${ms("completed_at")},
        'updatedAt', ${ms("updated_at")}) as dates,
      (select jsonb_agg(jsonb_build_object('externalId', external_id, 'name', name, 'quantity', quantity))
        from order_items i where i.org_id = o.org_id and i.order_id = o.id) as items,
      (select jsonb_agg(jsonb_build_object('externalId', external_id, 'at', ${ms("at")}, 'amount', amount::text,
        'reason', reason)) from refunds f where f.org_id = o.org_id and f.order_id = o.id) as refunds
    from orders o where org_id = ${ctx.orgId} and id = ${anyId(purchases.map(({ id }) => id!))}`);
  const byId = new Map(rows.map((row) => [Number(row.id), row]));
  return purchases.flatMap((purchase) => {
    const { dates, items, refunds, ...order } = byId.get(purchase.id!)!;
    const date = (at: number | null) => (at === null ? null : new Date(at));
    return linesOf(purchase, order.id, {
      ...order,
      createdAt: date(dates.createdAt)!,
      paidAt: date(dates.paidAt),
      completedAt: date(dates.completedAt),
      updatedAt: date(dates.updatedAt)!,
      items: items ?? [],
      refunds: (refunds ?? []).map(({ at, ...refund }) => ({ ...refund, at: date(at) })),
    });
  });
}
