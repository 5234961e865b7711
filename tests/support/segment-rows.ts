/**
 * The raw rows about each contact, for the naive evaluator of segments: as they lie in the tables, days by Postgres.
 */
import { database } from "@/lib/tenancy";

/** Moments come as UTC texts that sort (`at`) and as the local day (`day`). Decimals are texts. */
export type Happened = { at: string; day: string };
export type Item = {
  product: string | null;
  variant: string | null;
  sku: string | null;
  vendor: string | null;
  categories: string[];
  name: string;
  quantity: string;
  total: string;
};
export type Order = Happened & {
  status: string;
  same: boolean;
  total: string;
  refunded: string;
  coupons: string[];
  paid: string | null;
  completed: string | null;
  updated: string;
  items: Item[];
  refunds: { day: string; amount: string; reason: string | null }[];
};

export type Person = {
  id: string;
  row: Record<string, string | null>;
  /** Local days of the columns that hold moments. */
  days: Record<string, string | null>;
  specialTags: string[];
  store: { id: string; platform: string; currency: string };
  tags: (Happened & { tag: string })[];
  lists: { list: string; joined: string; left: string | null }[];
  segments: string[];
  storeGroups: string[];
  /** Those that brought the person. */
  imports: string[];
  signups: (Happened & { form: string; page: string })[];
  evidence: (Happened & { channel: string; before: string; after: string; method: string; source: string })[];
  suppressions: { channel: string; reason: string; address: string }[];
  orders: Order[];
  checkouts: (Happened & { same: boolean; total: string })[];
  events: (Happened & { kind: string; detail: Record<string, string> & { properties?: Record<string, string> } })[];
  interaction: string | null;
  own: Record<string, string | number | boolean>;
};

/** Everybody in the organization's universe. */
export async function peopleOf(orgId: number, zone: string): Promise<Person[]> {
  const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`;
  const day = (column: string) => `(${column} at time zone '${zone}')::date::text`;
  const at = (column: string) => `'at', ${utc(column)}, 'day', ${day(column)}`;
  const list = (from: string, fields: string) =>
    `coalesce((select jsonb_agg(jsonb_build_object(${fields})) from ${from}), '[]')`;
  const mine = (t: string) => `${t}.org_id = c.org_id and ${t}.contact_id = c.id`;
  const moments = ["created_at", "born_at", "updated_at", "email_consent_at", "sms_consent_at", "push_consent_at"];
  const items = list(
    "order_items i left join products p on p.org_id = o.org_id and p.store_id = o.store_id and p.external_id = i.product_id where i.org_id = o.org_id and i.order_id = o.id",
    "'product', product_id, 'variant', variant_id, 'sku', sku, 'vendor', p.vendor, 'categories', coalesce(p.categories, '{}'), 'name', i.name, 'quantity', quantity::text, 'total', i.total::text",
  );
  const refunds = list(
    "refunds r where r.org_id = o.org_id and r.order_id = o.id",
    `'day', ${day("coalesce(r.at, r.seen_at)")}, 'amount', amount::text, 'reason', reason`,
  );
  const rows = await database().sql.unsafe<Person[]>(`
    select c.public_id::text as id, to_jsonb(c) - 'special_tags' - 'edits' as row, to_jsonb(c.special_tags) as "specialTags",
      jsonb_build_object(${moments.map((name) => `'${name}', ${day(`c.${name}`)}`).join(", ")}) as days,
      jsonb_build_object('id', s.public_id, 'platform', s.platform, 'currency', s.currency) as store,
      ${list(`contact_tags x join tags t on t.id = x.tag_id where ${mine("x")}`, `'tag', t.public_id, ${at("x.added_at")}`)} as tags,
      ${list(
        `list_members x join lists l on l.id = x.list_id where ${mine("x")}`,
        `'list', l.public_id, 'joined', ${day("x.joined_at")}, 'left', ${day("x.left_at")}`,
      )} as lists,
      coalesce((select jsonb_agg(g.public_id) from contact_segments x join segments g on g.id = any(x.segs) where ${mine("x")}), '[]') as segments,
      coalesce((select jsonb_agg(g.public_id) from store_customers x, store_group_members m, store_groups g where ${mine("x")}
        and x.ended_at is null and m.store_id = x.store_id and m.external_id = x.external_id and m.left_at is null
        and g.id = m.group_id), '[]') as "storeGroups",
      coalesce((select jsonb_agg(i.public_id) from import_changes x join imports i on i.id = x.import_id
        where ${mine("x")} and x.did = 'created'), '[]') as imports,
      ${list(
        `form_signups x join forms f on f.id = x.form_id where ${mine("x")} and confirmed_at is not null`,
        `'form', f.public_id, 'page', page, ${at("confirmed_at")}`,
      )} as signups,
      ${list(
        `consent_evidence x where ${mine("x")}`,
        `'channel', channel, 'before', before, 'after', after, 'method', method, 'source', x.source, ${at("effective_at")}`,
      )} as evidence,
      ${list("suppressions h where h.org_id = c.org_id", "'channel', channel, 'reason', reason, 'address', address")} as suppressions,
      ${list(
        `orders o where ${mine("o")} and ended_at is null`,
        `'status', status, 'same', o.currency = s.currency,
        'total', o.total::text, 'refunded', refunded::text, 'coupons', coupons, 'paid', ${day("paid_at")},
        'completed', ${day("completed_at")}, 'updated', ${day("o.updated_at")}, ${at("placed_at")},
        'items', ${items}, 'refunds', ${refunds}`,
      )} as orders,
      ${list(
        `checkouts x where ${mine("x")} and completed_at is null`,
        `'same', x.currency = s.currency, 'total', total::text, ${at("started_at")}`,
      )} as checkouts,
      ${list(`contact_events e where ${mine("e")}`, `'kind', kind, 'detail', detail, ${at("e.at")}`)} as events,
      (select ${day("last_interaction_at")} from contact_activity a where ${mine("a")}) as interaction,
      coalesce((select v.values from contact_values v where ${mine("v")}), '{}') as own
    from contacts c join stores s on s.id = c.store_id
    where c.org_id = ${orgId} and c.gone_at is null and c.excluded_at is null order by c.id`);
  return [...rows];
}
