/** Two organizations with one of everything each: what one must never reach of the other. */
import { gzipSync } from "node:zlib";
import { seal } from "@/lib/secrets";
import { database } from "@/lib/tenancy";
import { putDelivery } from "./inbox";
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
  tag: string;
  list: string;
  suppression: string;
  bulk: string;
  import: string;
  form: string;
  view: string;
  key: string;
  endpoint: string;
  segment: string;
  group: string;
  inner: {
    run: number;
    endpoint: number;
    signup: number;
    store: number;
    sync: number;
    mirror: number;
    contact: number;
    delivery: number;
    bulk: number;
    import: number;
  };
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
  const bulk = await exportOf(owner.orgId, mark);
  const upload = await importOf(owner.orgId, store.id, mark);
  const groups = await groupsOf(owner.orgId, contact!.id, mark);
  const form = await formOf(owner.orgId, store.id, mark);
  const view = await viewOf(owner, mark);
  const programs = await programsOf(owner.orgId, mark);
  await database().sql`insert into snippets (org_id, store_id, secret)
    values (${owner.orgId}, ${store.id}, ${seal(mark, `store ${store.publicId} visits`)})`;
  const segment = await segmentOf(owner.orgId, contact!.id, mark);
  const mirror = await mirrorOf(owner.orgId, store.id, mark);
  return {
    owner,
    ...groups,
    store: store.publicId,
    member: viewer.publicId,
    delivery: delivery!.public,
    contact: contact!.public,
    invitation: invitation!.public,
    sync: sync!.public,
    bulk: bulk.public,
    import: upload.public,
    form: form.public,
    view,
    key: programs.key,
    endpoint: programs.endpoint,
    segment: segment.public,
    group: mirror.group,
    inner: {
      run: segment.run,
      signup: form.signup,
      endpoint: programs.inner,
      store: store.id,
      delivery: delivery!.id,
      contact: contact!.id,
      sync: sync!.id,
      mirror: mirror.id,
      bulk: bulk.id,
      import: upload.id,
    },
  };
}

/** A key of the API, and an address that is told of changes. */
async function programsOf(org: number, mark: string): Promise<{ key: string; endpoint: string; inner: number }> {
  const { sql } = database();
  const [key] = await sql<{ public: string }[]>`
    insert into api_keys (org_id, name, scopes, prefix, hash, created_by)
    values (${org}, ${`${mark} key`}, '{contacts.read}', ${mark}, ${`${mark} ${Math.random()}`}, ${mark})
    returning public_id as public`;
  const [endpoint] = await sql<Made[]>`
    insert into endpoints (org_id, url, secret, topics, position, created_by)
    values (${org}, ${`http://127.0.0.1:1/${mark}`}, ${mark}, '{contact.created}', 0, ${mark})
    returning id::int, public_id as public`;
  return { key: key!.public, endpoint: endpoint!.public, inner: endpoint!.id };
}

async function viewOf({ orgId, userId }: Person, mark: string): Promise<string> {
  const [view] = await database().sql<{ public: string }[]>`
    insert into saved_views (org_id, user_id, name, query, columns)
    values (${orgId}, ${userId}, ${`${mark} view`}, '', '{}') returning public_id as public`;
  return view!.public;
}

const anybody = JSON.stringify({ include: { field: "orders", operator: ">=", value: "0" } });

/** A segment with the contact in it, and a refresh that was asked for. */
async function segmentOf(org: number, contact: number, mark: string): Promise<Made & { run: number }> {
  const { sql } = database();
  const [segment] = await sql<Made[]>`
    insert into segments (org_id, name, definition, in_force, state, size, created_by, edited_by)
    values (${org}, ${`${mark} segment`}, ${anybody}::text::jsonb, ${anybody}::text::jsonb, 'active', 1, ${mark}, ${mark})
    returning id::int, public_id as public`;
  await sql`insert into contact_activity (org_id, contact_id) values (${org}, ${contact}) on conflict do nothing`;
  await sql`insert into contact_segments (org_id, contact_id, segs) values (${org}, ${contact}, ${[segment!.id]})`;
  await sql`insert into segment_changes (org_id, contact_id, joined) values (${org}, ${contact}, ${[segment!.id]})`;
  const [run] = await sql<{ id: number }[]>`insert into segment_runs (org_id, kind, zone, asked_by)
    values (${org}, 'changed', 'Europe/Oslo', ${mark}) returning id::int`;
  return { ...segment!, run: run!.id };
}

/** A group of the store's own with the contact in it, and a reading of all groups that runs. */
async function mirrorOf(org: number, store: number, mark: string): Promise<{ id: number; group: string }> {
  const { sql } = database();
  const [group] = await sql<Made[]>`
    insert into store_groups (org_id, store_id, external_id, name, named_at, size)
    values (${org}, ${store}, ${mark}, ${`${mark} group`}, now(), 1) returning id::int, public_id as public`;
  await sql`insert into store_group_members (org_id, group_id, store_id, external_id, joined_at)
    select org_id, ${group!.id}, store_id, external_id, now() from store_customers where org_id = ${org}`;
  const [mirror] = await sql<{ id: number }[]>`insert into store_group_mirrors (org_id, store_id, kind, started_by)
    values (${org}, ${store}, 'whole', ${mark}) returning id::int`;
  return { id: mirror!.id, group: group!.public };
}

/** A form at which somebody waits for the mail. */
async function formOf(org: number, store: number, mark: string): Promise<Made & { signup: number }> {
  const { sql } = database();
  const [form] = await sql<Made[]>`
    insert into forms (org_id, store_id, name, title, button, agreement, thanks)
    values (${org}, ${store}, ${`${mark} form`}, ${mark}, ${mark}, ${mark}, ${mark}) returning id::int, public_id as public`;
  const [signup] = await sql<{ id: number }[]>`
    insert into form_signups (org_id, form_id, email, agreement, expires_at)
    values (${org}, ${form!.id}, ${`${mark.toLowerCase()}-new@example.org`}, ${mark}, now() + interval '1 day')
    returning id::int`;
  return { ...form!, signup: signup!.id };
}

type Made = { id: number; public: string };

async function rowsOf(org: number, store: number, mark: string): Promise<(Made | undefined)[]> {
  const { sql } = database();
  const letter = { topic: "order.updated", objectId: null, key: mark, body: mark };
  const delivery = await putDelivery({ orgId: org, storeId: store, ...letter, state: "failed" });
  await sql`update webhook_outcomes set reason = ${mark} where id = ${delivery.id}`;
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
  return [delivery, contact[0], invitation[0], sync[0]];
}

/** A tag and a list with the contact in them, and an address nobody may write to. */
async function groupsOf(org: number, contact: number, mark: string) {
  const { sql } = database();
  const [tag] = await sql<Made[]>`
    insert into tags (org_id, name) values (${org}, ${`${mark} tag`}) returning id::int, public_id as public`;
  await sql`insert into contact_tags (org_id, tag_id, contact_id) values (${org}, ${tag!.id}, ${contact})`;
  const [list] = await sql<Made[]>`
    insert into lists (org_id, name) values (${org}, ${`${mark} list`}) returning id::int, public_id as public`;
  await sql`insert into list_members (org_id, list_id, contact_id, joined_by)
    values (${org}, ${list!.id}, ${contact}, ${mark})`;
  const [suppression] = await sql<Made[]>`
    insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
    values (${org}, 'email', ${`${mark.toLowerCase()}-blocked@example.org`}, ${mark}, 'manual', ${mark})
    returning id::int, public_id as public`;
  return { tag: tag!.public, list: list!.public, suppression: suppression!.public };
}

/** An export that has ended, with its file. */
async function exportOf(org: number, mark: string): Promise<Made> {
  const { sql } = database();
  const [row] = await sql<Made[]>`
    insert into bulk_actions (org_id, kind, selection, asked_by, expected, seen, changed, state)
    values (${org}, 'export', '{"query":""}', ${mark}, 1, 1, 1, 'done') returning id::int, public_id as public`;
  await sql`insert into bulk_files (org_id, bulk_id, part, body) values (${org}, ${row!.id}, 0, ${gzipSync(mark)})`;
  return row!;
}

/** An import that waits for its columns to be chosen, a row that it refused, a field of its own. */
async function importOf(org: number, store: number, mark: string): Promise<Made> {
  const { sql } = database();
  const file = Buffer.from(`email\n${mark.toLowerCase()}-read@example.org\n`);
  const [row] = await sql<Made[]>`
    insert into imports (org_id, store_id, state, file_name, size, received, started_by)
    values (${org}, ${store}, 'mapping', ${`${mark}.csv`}, ${file.length}, ${file.length}, ${mark})
    returning id::int, public_id as public`;
  await sql`insert into import_files (org_id, import_id, part, body) values (${org}, ${row!.id}, 0, ${file})`;
  await sql`insert into import_rejects (org_id, import_id, line, reason, cells)
    values (${org}, ${row!.id}, 2, 'email', ${JSON.stringify([mark])}::text::jsonb)`;
  await sql`insert into contact_fields (org_id, name, type) values (${org}, ${`${mark} field`}, 'text')`;
  return row!;
}
