/** Two organizations with one of everything each: what one must never reach of the other. */
import { database } from "@/lib/tenancy";
import { makeMember, makeOwner, type Person } from "./members";
import { makeStore } from "./organization";

/** One organization: ids as they are known outside, and the inner ones that only jobs know. */
export type Side = {
  owner: Person;
  store: string;
  delivery: string;
  contact: string;
  member: string;
  invitation: string;
  sync: string;
  inner: { store: number; sync: number; contact: number; delivery: number };
};

/** `mark` is part of every text of this side, so that a leak can be seen in any answer. */
export async function makeSide(mark: string): Promise<Side> {
  const owner = await makeOwner(`${mark} shop`);
  const ctx = { ...owner.ctx, slug: owner.slug };
  const [viewer, store] = await Promise.all([
    makeMember(owner.orgId, "viewer"),
    makeStore(ctx, { url: `http://127.0.0.1:1/${mark.toLowerCase()}` }),
  ]);
  const [delivery, contact, invitation, sync] = await rowsOf(owner.orgId, store.id, mark);
  return {
    owner,
    store: store.publicId,
    member: viewer.publicId,
    delivery: delivery!.public,
    contact: contact!.public,
    invitation: invitation!.public,
    sync: sync!.public,
    inner: { store: store.id, delivery: delivery!.id, contact: contact!.id, sync: sync!.id },
  };
}

type Made = { id: number; public: string };

async function rowsOf(org: number, store: number, mark: string): Promise<(Made | undefined)[]> {
  const { sql } = database();
  const delivery = await sql<Made[]>`
    insert into webhook_deliveries (org_id, store_id, topic, dedupe_key, headers, body, state, reason)
    values (${org}, ${store}, 'order.updated', ${mark}, '{}', ${Buffer.from(mark)}, 'failed', ${mark})
    returning id::int, public_id as public`;
  const contact = await sql<Made[]>`
    insert into contacts (org_id, store_id, external_id, email, email_typed, first_name, source, born_at)
    values (${org}, ${store}, '7', ${`${mark.toLowerCase()}@example.org`}, ${`${mark}@example.org`}, ${mark}, 'ecommerce', now())
    returning id::int, public_id as public`;
  await sql`insert into contact_events (org_id, contact_id, kind, at, actor_kind, actor_name)
    values (${org}, ${contact[0]!.id}, 'contact.created', now(), 'job', ${mark})`;
  const invitation = await sql<Made[]>`
    insert into invitations (org_id, email, role, token_hash, expires_at)
    values (${org}, ${`${mark.toLowerCase()}-friend@example.org`}, 'viewer', ${mark}, now() + interval '1 day')
    returning id::int, public_id as public`;
  const sync = await sql<Made[]>`
    insert into syncs (org_id, store_id, kind, state, started_by) values (${org}, ${store}, 'manual', 'running', ${mark})
    returning id::int, public_id as public`;
  return [delivery[0], contact[0], invitation[0], sync[0]];
}
