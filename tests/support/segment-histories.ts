/** What generated people did and where they belong: groups, orders, checkouts, the timeline. */
import { type Ctx, database } from "@/lib/tenancy";
import { fill, idsOf, type Luck, maybe, pools } from "./segment-luck";

const messages = ["sent", "delivered", "opened", "clicked", "bounced", "complained"];

export async function memberships(ctx: Ctx, luck: Luck, moments: string[]) {
  const { orgId } = ctx;
  const people = await idsOf(orgId, "contacts");
  const [tags, lists, segments, forms, own] = await Promise.all(
    ["tags", "lists", "segments", "forms", "contact_fields"].map((table) => idsOf(orgId, table)),
  );
  await inStoreGroups(orgId);
  const at = () => luck.pick(moments);
  const each = (share: number, row: (contact: number) => object) =>
    people.flatMap((id) => (luck.chance(share) ? [{ contact_id: id, ...row(id) }] : []));
  const twice = (share: number, row: (contact: number) => object) => [...each(share, row), ...each(share, row)];
  await fill(
    ctx,
    "contact_tags",
    "contact_id bigint, tag_id bigint, added_at timestamptz",
    twice(0.6, () => ({ tag_id: luck.pick(tags!), added_at: at() })),
  );
  await fill(
    ctx,
    "list_members",
    "contact_id bigint, list_id bigint, joined_at timestamptz, joined_by text, left_at timestamptz",
    twice(0.6, () => ({
      list_id: luck.pick(lists!),
      joined_at: at(),
      joined_by: "t",
      left_at: maybe(luck, at(), 0.4),
    })),
  );
  await fill(
    ctx,
    "contact_segments",
    "contact_id bigint, segs int[]",
    each(0.7, () => ({ segs: segments!.filter(() => luck.chance(0.5)) })),
  );
  await fill(
    ctx,
    "form_signups",
    "contact_id bigint, form_id bigint, email text, agreement text, page text, expires_at timestamptz, confirmed_at timestamptz",
    twice(0.5, () => ({
      form_id: luck.pick(forms!),
      email: "",
      agreement: "",
      page: luck.pick(pools.urls),
      expires_at: at(),
      confirmed_at: maybe(luck, at()),
    })),
  );
  await fill(
    ctx,
    "contact_values",
    "contact_id bigint, values jsonb",
    each(0.7, () => ({
      values: {
        [own![0]!]: luck.pick(pools.texts),
        [own![1]!]: luck.pick([1, 4.5, -3, "many"]),
        [own![2]!]: luck.pick(["2027-02-28", "2000-02-29", "soon"]),
        [own![3]!]: luck.chance(0.5),
      },
    })),
  );
  await fill(
    ctx,
    "consent_evidence",
    "contact_id bigint, channel text, before text, after text, method text, source text, evidence text, effective_at timestamptz, actor_kind text, actor_name text",
    twice(0.5, () => ({
      channel: luck.pick(["email", "sms", "push"]),
      before: luck.pick(pools.consents),
      after: luck.pick(pools.consents),
      method: luck.pick(pools.words),
      source: luck.pick(pools.texts),
      evidence: "",
      effective_at: at(),
      actor_kind: "job",
      actor_name: "t",
    })),
  );
  await database().sql`insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
    select ${orgId}, case when id % 2 = 0 then 'email' else 'sms' end, case when id % 2 = 0 then email else phone end,
      'h' || id, (array['manual','bounce','complaint','invalid'])[1 + id % 4], 't' from contacts
    where org_id = ${orgId} and id % 5 < 2`;
}

export async function trade(ctx: Ctx, luck: Luck, moments: string[]) {
  const people = (await database().sql`select id, store_id from contacts where org_id = ${ctx.orgId}`).map((row) => ({
    id: Number(row.id),
    store: Number(row.store_id),
  }));
  const at = () => luck.pick(moments);
  const money = () => luck.pick(pools.amounts);
  const currency = () => luck.pick(["EUR", "EUR", "JPY", "USD"]);
  const orders = people.flatMap(({ id, store }) =>
    Array.from({ length: luck.chance(0.7) ? luck.upTo(4) : 0 }, (_, n) => ({
      store_id: store,
      external_id: `${id}-${n}`,
      contact_id: id,
      number: "1",
      platform_status: "x",
      currency: currency(),
      status: luck.pick(["placed", "placed", "placed", "refunded", "cancelled", "draft", "pending"]),
      total: money(),
      refunded: luck.pick(["0", "0", "10.5"]),
      placed_at: at(),
      paid_at: maybe(luck, at()),
      completed_at: maybe(luck, at()),
      updated_at: at(),
      ended_at: maybe(luck, at(), 0.1),
      person: {},
      coupons: luck.pick([[], ["SPRING"], ["VIP", "spring"]]),
    })),
  );
  await fill(
    ctx,
    "orders",
    "store_id bigint, external_id text, contact_id bigint, number text, platform_status text, currency text, status text, total numeric, refunded numeric, placed_at timestamptz, paid_at timestamptz, completed_at timestamptz, updated_at timestamptz, ended_at timestamptz, person jsonb, coupons text[]",
    orders,
  );
  const ids = await idsOf(ctx.orgId, "orders");
  await fill(
    ctx,
    "order_items",
    "order_id bigint, external_id text, product_id text, variant_id text, name text, sku text, quantity numeric, total numeric",
    ids.flatMap((order_id) =>
      Array.from({ length: luck.upTo(3) }, (_, n) => ({
        order_id,
        external_id: String(n),
        product_id: maybe(luck, luck.pick(pools.products)),
        variant_id: maybe(luck, luck.pick(pools.products)),
        name: luck.pick(pools.texts),
        sku: maybe(luck, luck.pick(pools.skus)),
        quantity: luck.pick(["1", "2", "0.5"]),
        total: money(),
      })),
    ),
  );
  await fill(
    ctx,
    "products",
    "store_id bigint, external_id text, vendor text, categories text[]",
    (await idsOf(ctx.orgId, "stores")).flatMap((store_id) =>
      pools.products.slice(0, luck.upTo(pools.products.length)).map((external_id) => ({
        store_id,
        external_id,
        vendor: maybe(luck, luck.pick(pools.vendors)),
        categories: maybe(luck, [luck.pick(pools.categories), luck.pick(pools.categories)]),
      })),
    ),
  );
  await fill(
    ctx,
    "refunds",
    "order_id bigint, external_id text, amount numeric, reason text, at timestamptz, seen_at timestamptz",
    ids.flatMap((order_id) =>
      Array.from({ length: luck.chance(0.3) ? 1 + luck.upTo(1) : 0 }, (_, n) => ({
        order_id,
        external_id: String(n),
        amount: money(),
        reason: maybe(luck, luck.pick(pools.texts)),
        at: maybe(luck, at()),
        seen_at: at(),
      })),
    ),
  );
  await fill(
    ctx,
    "checkouts",
    "store_id bigint, external_id text, contact_id bigint, started_at timestamptz, updated_at timestamptz, completed_at timestamptz, currency text, total numeric, items jsonb, person jsonb",
    people.flatMap(({ id, store }) =>
      luck.chance(0.4)
        ? [
            {
              store_id: store,
              external_id: String(id),
              contact_id: id,
              started_at: at(),
              updated_at: at(),
              completed_at: maybe(luck, at(), 0.3),
              currency: currency(),
              total: money(),
              items: [],
              person: {},
            },
          ]
        : [],
    ),
  );
}

export async function happenings(ctx: Ctx, luck: Luck, moments: string[]) {
  const people = await idsOf(ctx.orgId, "contacts");
  const detail = () =>
    Object.fromEntries(
      Object.entries({
        campaign: luck.pick(pools.words),
        channel: luck.pick(["email", "sms"]),
        name: luck.pick(pools.texts),
        url: luck.pick(pools.urls),
        reason: luck.pick(pools.texts),
        product: luck.pick(pools.products),
        category: luck.pick(pools.words),
        vendor: luck.pick(pools.words),
        price: luck.pick(pools.amounts),
        quantity: luck.pick([...pools.amounts, "many", ""]),
        value: luck.pick([...pools.amounts, "-3"]),
        total: luck.pick(pools.amounts),
      }).filter(() => luck.chance(0.7)),
    );
  const kind = () => (luck.chance(0.5) ? `message.${luck.pick(messages)}` : luck.pick(pools.kinds));
  await fill(
    ctx,
    "contact_events",
    "contact_id bigint, kind text, at timestamptz, actor_kind text, detail jsonb",
    people.flatMap((contact_id) =>
      Array.from({ length: luck.chance(0.8) ? luck.upTo(12) : 0 }, () => {
        const [what, told] = [kind(), detail()];
        const own = what.startsWith("api.") ? { name: what.slice(4), properties: told } : told;
        return { contact_id, kind: what, at: luck.pick(moments), actor_kind: "person", detail: own };
      }),
    ),
  );
}

/** Two of three have an account at their store, some of them an ended one; most accounts are in a group, or left it. */
async function inStoreGroups(orgId: number) {
  const { sql } = database();
  await sql`insert into store_customers (org_id, store_id, external_id, contact_id, updated_at, created_at, person, ended_at)
    select org_id, store_id, 'account ' || id, id, now(), now(), '{}', case when id % 7 = 0 then now() end
    from contacts where org_id = ${orgId} and id % 3 > 0`;
  await sql`insert into store_group_members (org_id, group_id, store_id, external_id, joined_at, left_at)
    select g.org_id, g.id, g.store_id, a.external_id, now(), case when (a.contact_id + g.id) % 5 = 0 then now() end
    from store_groups g join store_customers a on a.org_id = g.org_id and a.store_id = g.store_id
    where g.org_id = ${orgId} and (a.contact_id + g.id) % 3 > 0`;
}
