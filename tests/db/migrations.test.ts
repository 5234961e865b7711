/** Migrations run on databases that hold something: nothing is lost, and what moves to another table stands the same. */
import { expect, test } from "vitest";
import { migrate } from "@/db/migrate";
import { database } from "@/lib/tenancy";
import { useOldDatabase } from "../support/db";
import { fillEveryTable, tenantTables } from "../support/every-table";
import { inboxOf } from "../support/inbox";

const base = useOldDatabase(41);

const deliveries = [
  { key: "a", state: "waiting", attempts: 0, settled: null, reason: null, body: "new" },
  { key: "b", state: "waiting", attempts: 2, settled: null, reason: null, body: "put back" },
  { key: "c", state: "applied", attempts: 1, settled: "2026-11-01T08:00:00Z", reason: null, body: "done" },
  { key: "d", state: "ignored", attempts: 1, settled: "2026-11-02T08:00:00Z", reason: "of no use", body: "" },
  {
    key: "e",
    state: "failed",
    attempts: 3,
    settled: "2026-11-03T08:00:00Z",
    reason: "unreadable",
    body: "not JSON",
  },
  { key: "f", state: "failed", attempts: 1, settled: null, reason: null, body: "x" },
];

test("what every table holds is there afterwards, deliveries as they stood and contacts as they were", async () => {
  const { sql } = database();
  const [org] =
    await sql`insert into organizations (name, slug, time_zone) values ('North', 'north', 'UTC') returning id`;
  const orgId = Number(org!.id);
  const storeId = await storeWithPeople(orgId);
  for (const { key, state, attempts, settled, reason, body } of deliveries)
    await sql`insert into webhook_deliveries (org_id, store_id, topic, dedupe_key, headers, body, state, attempts,
        settled_at, reason)
      values (${orgId}, ${storeId}, 'order.updated', ${key}, '{}', ${Buffer.from(body)}, ${state}, ${attempts},
        ${settled}, ${reason})`;
  await fillEveryTable(sql, [901, 902]);
  const counts = await countsOf(await tenantTables(sql));
  const before = await peopleOf(orgId);
  expect(before).toHaveLength(5);

  await migrate(base.url);

  const after = await countsOf(Object.keys(counts));
  // Whoever's figures are new is looked at anew by segments: that table may grow.
  expect(Object.keys(counts).filter((table) => after[table]! < counts[table]!)).toEqual([]);
  expect(await peopleOf(orgId)).toEqual(before);
  expect(await inboxOf({ orgId })).toEqual(
    deliveries.map(({ key, state, attempts, reason, body }) =>
      expect.objectContaining({ key, state, attempts, reason, size: body.length }),
    ),
  );
  const settled = await sql`select d.dedupe_key as key, o.settled_at as at, d.received_at as received
    from webhook_outcomes o join webhook_deliveries d using (org_id, store_id, id) where org_id = ${orgId} order by id`;
  const day = (at: string) => new Date(at).toISOString();
  // Who never was told when it was settled was settled when it came.
  expect(settled.map(({ key, at }) => [key, day(at)])).toEqual([
    ...deliveries.filter(({ settled }) => settled).map(({ key, settled }) => [key, day(settled!)]),
    ["f", day(settled.at(-1)!.received)],
  ]);
  const foreign = await sql`select c.email, a.orders, a.foreign_orders from contact_activity a
    join contacts c on c.org_id = a.org_id and c.id = a.contact_id where a.org_id = ${orgId} order by c.id`;
  expect(foreign.map((row) => [row.email, row.orders, row.foreign_orders])).toEqual([
    ["ada@example.org", 3, 1],
    ["bo@example.org", 1, 0],
  ]);
  const again = sql`insert into contacts (org_id, store_id, email, source, born_at)
    values (${orgId}, ${storeId}, 'ada@example.org', 'csv', now())`;
  await expect(again).rejects.toMatchObject({ code: "23505", constraint_name: "contacts_email" });
});

/** Two stores with one address in both, and people without one; one who bought in two currencies, one in one. */
async function storeWithPeople(orgId: number): Promise<number> {
  const { sql } = database();
  const stores = await sql`insert into stores (org_id, platform, name, url, state, currency) values
    (${orgId}, 'woocommerce', 'A', 'https://a.example', 'active', 'EUR'),
    (${orgId}, 'woocommerce', 'B', 'https://b.example', 'active', 'EUR') returning id`;
  const [a, b] = stores.map(({ id }) => Number(id));
  const people = [
    [a, "ada@example.org", null, null],
    [a, "bo@example.org", null, null],
    [b, "ada@example.org", null, null],
    [a, null, "+491705550101", null],
    [a, null, "+491705550102", "2026-11-01"],
  ].map(([store_id, email, phone, gone_at]) => ({
    org_id: orgId,
    store_id,
    email,
    phone,
    gone_at,
    source: "csv",
    born_at: "2026-01-01",
  }));
  const rows = await sql`insert into contacts ${sql(people)} returning id`;
  const [ada, bo] = rows.map(({ id }) => id);
  const orders = [
    [ada, "1", "placed", "EUR"],
    [ada, "2", "refunded", "EUR"],
    [ada, "3", "placed", "USD"],
    [ada, "4", "cancelled", "USD"],
    [bo, "5", "placed", "EUR"],
  ] as const;
  for (const [contact, external, status, currency] of orders)
    await sql`insert into orders (org_id, store_id, contact_id, external_id, number, status, platform_status, currency,
        total, placed_at, updated_at, person)
      values (${orgId}, ${a!}, ${contact}, ${external}, ${external}, ${status}, ${status}, ${currency},
        10, now(), now(), '{}')`;
  await sql`insert into contact_activity (org_id, contact_id, orders, spent)
    values (${orgId}, ${ada}, 3, 20), (${orgId}, ${bo}, 1, 10)
    on conflict (org_id, contact_id) do update set orders = excluded.orders, spent = excluded.spent`;
  return a!;
}

/** Without what a migration gave them. */
async function peopleOf(orgId: number) {
  const rows = await database().sql`select id, public_id, store_id, email, phone, source, gone_at, created_at
    from contacts where org_id = ${orgId} order by id`;
  return rows.map((row) => ({ ...row }));
}

async function countsOf(tables: string[]): Promise<Record<string, number>> {
  const { sql } = database();
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await sql`select count(*)::int as n from ${sql(table)}`;
    counts[table] = row!.n;
  }
  return counts;
}
