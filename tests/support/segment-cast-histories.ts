/** What each of the cast did, row by row. */
import { type Ctx, database } from "@/lib/tenancy";
import { fill } from "./segment-luck";

export const names = ["Ada", "Ben", "Cyd", "Dan"] as const;
export type Name = (typeof names)[number];
/** Today is 22 November 2026 in Berlin. Ada did everything twice, Ben once, Dan once in what is still to come. */
export const did: Record<Name, string[]> = {
  Ada: ["2026-11-06", "2026-11-12"],
  Ben: ["2025-10-01"],
  Cyd: [],
  Dan: ["2026-11-25"],
};
export const ordered: Record<Name, string[]> = {
  Ada: ["2026-10-30", "2026-11-02"],
  Ben: ["2025-09-01"],
  Cyd: [],
  Dan: ["2026-11-24"],
};
/** What each of those came to. */
export const amounts: Record<Name, string[]> = { Ada: ["10", "30"], Ben: ["30"], Cyd: [], Dan: ["5"] };
export const texts = ["gender", "language", "company", "line1", "line2", "city", "region", "postcode", "country"];

export type Inner = Record<Name, string>;

/** Rows for each thing that each person did; `n` counts a person's own. */
const each = (days: Record<Name, string[]>, inner: Inner, row: (name: Name, day: string, n: number) => object) =>
  names.flatMap((name) =>
    days[name].map((day, n) => ({ contact_id: inner[name], ...row(name, `${day}T12:00:00Z`, n) })),
  );

export async function memberships(ctx: Ctx, inner: Inner) {
  const { sql } = database();
  const ids = async (table: string) =>
    (await sql`select id from ${sql(table)} where org_id = ${ctx.orgId} order by id`).map((row) => Number(row.id));
  const [tags, lists, segments, forms, own, groups, stores] = await Promise.all(
    ["tags", "lists", "segments", "forms", "contact_fields", "store_groups", "stores"].map(ids),
  );
  await fill(
    ctx,
    "contact_tags",
    "contact_id bigint, tag_id bigint, added_at timestamptz",
    each(did, inner, (_, at, n) => ({ tag_id: tags![n], added_at: at })),
  );
  const list = "contact_id bigint, list_id bigint, joined_at timestamptz, joined_by text, left_at timestamptz";
  await fill(ctx, "list_members", list, [
    ...each(did, inner, (_, at, n) => ({ list_id: lists![n], joined_at: at, joined_by: "t" })),
    ...each(did, inner, (_, at, n) => ({
      list_id: lists![n + 2],
      joined_at: "2024-01-01",
      joined_by: "t",
      left_at: at,
    })),
  ]);
  const account = (name: Name) => ({ store_id: stores![0], external_id: `${name} account` });
  await fill(
    ctx,
    "store_customers",
    "contact_id bigint, store_id bigint, external_id text, updated_at timestamptz, created_at timestamptz, person jsonb",
    names.map((name) => ({
      ...{ contact_id: inner[name], ...account(name) },
      ...{ updated_at: "2024-01-01", created_at: "2024-01-01", person: {} },
    })),
  );
  await fill(
    ctx,
    "store_group_members",
    "group_id bigint, store_id bigint, external_id text, joined_at timestamptz, left_at timestamptz",
    names.flatMap((name) =>
      groups!.map((group_id, n) => ({
        ...{ group_id, ...account(name), joined_at: "2024-01-01" },
        // Whoever did less left what they did not do.
        left_at: n < did[name].length ? null : "2024-02-01",
      })),
    ),
  );
  await fill(
    ctx,
    "contact_segments",
    "contact_id bigint, segs int[]",
    each(did, inner, (_, __, n) => ({ segs: segments!.slice(0, n + 1) })).reverse(),
  );
  await fill(
    ctx,
    "form_signups",
    "contact_id bigint, form_id bigint, email text, agreement text, page text, expires_at timestamptz, confirmed_at timestamptz",
    each(did, inner, (_, at, n) => ({
      form_id: forms![n],
      email: "",
      agreement: "",
      page: "/",
      expires_at: at,
      confirmed_at: at,
    })),
  );
  await fill(
    ctx,
    "consent_evidence",
    "contact_id bigint, channel text, before text, after text, method text, source text, evidence text, effective_at timestamptz, actor_kind text, actor_name text",
    each(did, inner, (_, at) => ({
      channel: "email",
      before: "never",
      after: "subscribed",
      method: "checkbox",
      source: "form",
      evidence: "",
      effective_at: at,
      actor_kind: "job",
      actor_name: "t",
    })),
  );
  await fill(ctx, "contact_values", "contact_id bigint, values jsonb", [
    {
      contact_id: inner.Ada,
      values: { [own![0]!]: "Ada own", [own![1]!]: 2, [own![2]!]: "2026-11-12", [own![3]!]: true },
    },
    { contact_id: inner.Ben, values: { [own![0]!]: "Ben own", [own![1]!]: 1, [own![2]!]: "2025-10-01" } },
    { contact_id: inner.Dan, values: { [own![2]!]: "2026-11-25" } },
  ]);
  for (const [channel, name, reason] of [
    ["email", "Ada", "bounce"],
    ["email", "Ada", "complaint"],
    ["email", "Ben", "bounce"],
    ["sms", "Ada", "manual"],
    ["sms", "Ada", "invalid"],
    ["sms", "Ben", "manual"],
  ] as const) {
    await sql`insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
      select ${ctx.orgId}, ${channel}, case ${channel} when 'email' then email else phone end, 'h' || id, ${reason}, 't' from contacts where id = ${inner[name]}`;
  }
}

export async function trade(ctx: Ctx, inner: Inner) {
  const { sql } = database();
  const stores = await sql`select id from stores where org_id = ${ctx.orgId} order by id`;
  const store = (name: Name) => Number(stores[name === "Ada" || name === "Ben" ? 0 : 1]!.id);
  const columns =
    "contact_id bigint, store_id bigint, external_id text, number text, platform_status text, currency text, status text, total numeric, placed_at timestamptz, paid_at timestamptz, completed_at timestamptz, updated_at timestamptz, person jsonb, coupons text[]";
  const order = (status: string) => (name: Name, at: string, n: number) => ({
    store_id: store(name),
    external_id: `${status} ${name} ${n}`,
    number: "1",
    platform_status: "x",
    currency: "EUR",
    status,
    total: amounts[name][n],
    placed_at: at,
    paid_at: at,
    completed_at: at,
    updated_at: at,
    person: {},
    coupons: [["FIRST"], ["SECOND"]][n],
  });
  await fill(ctx, "orders", columns, [
    ...each(ordered, inner, order("placed")),
    ...each(did, inner, order("cancelled")),
  ]);
  await sql`insert into order_items (org_id, order_id, external_id, product_id, variant_id, name, sku, quantity, total)
    select org_id, id, '1', 'p' || n, 'v' || n, 'Pillar', 's' || n, 1, total
    from (select *, right(external_id, 1) as n from orders where org_id = ${ctx.orgId} and status = 'placed') o`;
  await sql`insert into products (org_id, store_id, external_id, vendor, categories)
    select ${ctx.orgId}, s.id, 'p' || n, 'b' || n, array['k' || n] from stores s cross join generate_series(0, 1) n
    where s.org_id = ${ctx.orgId}`;
  await sql`insert into refunds (org_id, order_id, external_id, amount, at)
    select org_id, id, '1', total, placed_at from orders where org_id = ${ctx.orgId} and status = 'cancelled'`;
  await fill(
    ctx,
    "checkouts",
    "contact_id bigint, store_id bigint, external_id text, started_at timestamptz, updated_at timestamptz, currency text, total numeric, items jsonb, person jsonb",
    each(did, inner, (name, at, n) => ({
      store_id: store(name),
      external_id: `${name} ${n}`,
      started_at: at,
      updated_at: at,
      currency: "EUR",
      total: amounts[name][n],
      items: [],
      person: {},
    })),
  );
}

export async function happenings(ctx: Ctx, inner: Inner) {
  const messages = ["sent", "delivered", "opened", "clicked", "bounced", "complained"].map((kind) => `message.${kind}`);
  const kinds = [
    ...messages,
    "visit.started",
    "page.viewed",
    "product.viewed",
    "product.added",
    "checkout.started",
    "api.quiz",
  ];
  await fill(
    ctx,
    "contact_events",
    "contact_id bigint, kind text, at timestamptz, actor_kind text, detail jsonb",
    kinds.flatMap((kind) =>
      each(did, inner, (name, at, n) => ({
        kind,
        at,
        actor_kind: "person",
        detail: {
          campaign: "c1",
          total: amounts[name][n],
          price: amounts[name][n],
          value: amounts[name][n],
          quantity: amounts[name][n],
        },
      })),
    ),
  );
}
