/** What stands in an inbox: each delivery with what came of it, or that it waits. */
import { database } from "@/lib/tenancy";

export type Standing = {
  publicId: string;
  key: string;
  state: "waiting" | "applied" | "ignored" | "failed";
  attempts: number;
  reason: string | null;
  size: number;
};

/** By order of arrival. A delivery that neither waits nor has an outcome, or both, is an error. */
export async function inboxOf({ orgId }: { orgId: number }): Promise<Standing[]> {
  const rows = await database().sql`
    select d.public_id as "publicId", d.dedupe_key as key, o.reason, octet_length(d.body) as size,
      case when w.id is not null then 'waiting' else o.state end as state, coalesce(o.attempts, w.attempts) as attempts,
      (w.id is null) = (o.id is null) as astray
    from webhook_deliveries d left join webhook_waiting w using (org_id, store_id, id)
    left join webhook_outcomes o using (org_id, store_id, id) where org_id = ${orgId} order by id`;
  const astray = rows.filter((row) => row.astray).map((row) => row.key);
  if (astray.length > 0) throw new Error(`Neither waiting nor settled, or both: ${astray.join(", ")}`);
  return rows as unknown as Standing[];
}

/** How many deliveries stand at each state. */
export async function statesIn(ctx: { orgId: number }): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { state } of await inboxOf(ctx)) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

type Put = {
  orgId: number;
  storeId: number;
  topic: string;
  objectId: string | null;
  key: string;
  body: string;
  state: Standing["state"];
};

/** A delivery as it stands some time after it came. Gives its ids. */
export async function putDelivery(put: Put): Promise<{ id: number; public: string }> {
  const { sql } = database();
  const { orgId, storeId, state } = put;
  const [row] = await sql<{ id: number; public: string }[]>`
    insert into webhook_deliveries (org_id, store_id, topic, object_id, dedupe_key, headers, body)
    values (${orgId}, ${storeId}, ${put.topic}, ${put.objectId}, ${put.key}, '{}', ${Buffer.from(put.body)})
    returning id::int, public_id as public`;
  if (state === "waiting")
    await sql`insert into webhook_waiting (org_id, store_id, id, bytes) values (${orgId}, ${storeId}, ${row!.id}, 1)`;
  else
    await sql`insert into webhook_outcomes (org_id, store_id, id, state, attempts)
      values (${orgId}, ${storeId}, ${row!.id}, ${state}, 1)`;
  return row!;
}
