/** Contacts to do something to at once, and a run of the job to its end. */
import { BeginBulk, beginBulk } from "@/lib/bulk/begin";
import { advanceBulk } from "@/lib/bulk/run";
import { showBulk } from "@/lib/bulk/show";
import { type Ctx, database } from "@/lib/tenancy";

/** `count` contacts of a store: every second subscribed, every third with a phone. */
export async function fillStore(ctx: Ctx, storeId: number, count: number, mark = "p"): Promise<void> {
  const { sql } = database();
  await sql`
    insert into contacts (org_id, store_id, email, phone, first_name, last_name, source, email_consent, born_at, kept_at)
    select ${ctx.orgId}, ${storeId}, ${mark} || n || '@example.org', case when n % 3 = 0 then '+49170' || n end,
      'Mira', 'No ' || n, 'csv', case when n % 2 = 0 then 'subscribed' else 'never' end, now(), now()
    from generate_series(1, ${count}) n`;
  await sql`
    insert into contact_activity (org_id, contact_id) select org_id, id from contacts
    where org_id = ${ctx.orgId} and store_id = ${storeId} on conflict do nothing`;
}

type Asked = Pick<BeginBulk, "kind"> & Partial<BeginBulk>;

/** Begins it as asked; without `contacts` for everybody who matches `query`. */
export async function begin(ctx: Ctx, asked: Asked): Promise<{ bulk: string; bulkId: number }> {
  const { bulk } = await beginBulk(ctx, BeginBulk.parse({ all: !asked.contacts, expected: 0, ...asked }));
  const [row] = await database().sql`select id::int from bulk_actions where public_id = ${bulk}`;
  return { bulk, bulkId: row!.id };
}

/** The same, carried to its end. */
export async function carryOut(ctx: Ctx, asked: Asked) {
  const begun = await begin(ctx, asked);
  await toTheEnd(ctx, begun.bulkId);
  return { ...begun, view: await showBulk(ctx, { bulk: begun.bulk }) };
}

export async function toTheEnd(ctx: Ctx, bulkId: number): Promise<void> {
  while (!(await advanceBulk(ctx, { bulkId, seconds: 5 })).done);
}

/** As a batch is in life, but of few contacts: the parts of an action that has begun are cut anew. */
export async function cutParts(bulkId: number, size: number): Promise<void> {
  const { sql } = database();
  await sql.begin(async (tx) => {
    const rows = await tx`select org_id, unnest(ids)::int as id from bulk_targets where bulk_id = ${bulkId}`;
    await tx`delete from bulk_targets where bulk_id = ${bulkId}`;
    const ids = rows.map(({ id }) => id).sort((a, b) => a - b);
    for (let part = 0; part * size < ids.length; part++) {
      const some = ids.slice(part * size, (part + 1) * size);
      await tx`insert into bulk_targets (org_id, bulk_id, part, ids) values (${rows[0]!.org_id}, ${bulkId}, ${part}, ${some})`;
    }
  });
}
