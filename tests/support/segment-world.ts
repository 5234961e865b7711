/**
 * Organizations full of generated people, for segments: every table a condition may look at, many ties, edges and
 * NULLs.
 */
import { sql } from "drizzle-orm";
import { orderHistory, ordersSummed, productHistory } from "@/lib/contacts/histories";
import { rowsOf } from "@/lib/sets";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { happenings, memberships, trade } from "./segment-histories";
import { type Luck, luckOf, maybe, pools } from "./segment-luck";

/** Gives the organization's inner id. `zone` is where its days are counted. */
export async function organizationOfAll(zone: string, size: number, seed: number): Promise<number> {
  const admin = database().sql;
  const slug = `all-${crypto.randomUUID()}`;
  const [org] =
    await admin`insert into organizations (slug, name, time_zone) values (${slug}, ${slug}, ${zone}) returning id`;
  const ctx: Ctx = { orgId: Number(org!.id), actor: { kind: "operator", name: "test" } };
  const luck = luckOf(seed);
  const moments = await edgesOf(zone, luck);
  await groups(ctx.orgId);
  await contacts(ctx, size, luck, moments);
  await imports(ctx.orgId);
  await memberships(ctx, luck, moments);
  await trade(ctx, luck, moments);
  await happenings(ctx, luck, moments);
  await figures(ctx);
  return ctx.orgId;
}

/** Moments of 2025 to 2028, every other one within a minute of a day's beginning there. */
async function edgesOf(zone: string, luck: Luck): Promise<string[]> {
  const day = () => new Date(Date.UTC(2025, 5, 1) + luck.upTo(1100) * 86_400_000).toISOString();
  const drawn = Array.from({ length: 400 }, (_, n) => ({
    day: day().slice(0, 10),
    after:
      n % 2
        ? luck.pick(["0", "-1 microsecond", "1 microsecond", "-1 minute", "59.999999 seconds"])
        : `${luck.upTo(86_400_000)} ms`,
  }));
  const rows = await database().sql`select ((day::timestamp at time zone ${zone}) + after::interval)::text as at
    from jsonb_to_recordset(${JSON.stringify(drawn)}::text::jsonb) as r(day date, after text)`;
  return rows.map((row) => String(row.at));
}

async function groups(org: number) {
  const admin = database().sql;
  await admin`insert into stores (org_id, platform, name, url, state, currency)
    select ${org}, (array['woocommerce','shopify','woocommerce'])[n], 'Store ' || n, 'https://' || n || '.example', 'active',
      (array['EUR','JPY','USD'])[n] from generate_series(1, 3) n`;
  await admin`insert into tags (org_id, name) select ${org}, 'Tag ' || n from generate_series(1, 3) n`;
  await admin`insert into lists (org_id, name) select ${org}, 'List ' || n from generate_series(1, 3) n`;
  await admin`insert into segments (org_id, name, definition, state, created_by, edited_by)
    select ${org}, 'Segment ' || n, '{}', 'active', 't', 't' from generate_series(1, 2) n`;
  await admin`insert into forms (org_id, store_id, name, title, button, agreement, thanks)
    select ${org}, (select min(id) from stores where org_id = ${org}), 'Form ' || n, '', '', '', '' from generate_series(1, 2) n`;
  await admin`insert into store_groups (org_id, store_id, external_id, name, named_at, gone_at)
    select org_id, id, 'g' || n, 'Group ' || n, now(), case when n = 2 then now() end
    from stores cross join generate_series(1, 2) n where org_id = ${org} order by id, n`;
  await admin`insert into contact_fields (org_id, name, type)
    select ${org}, 'Own ' || t, t from unnest(array['text','number','date','boolean']) t`;
}

/** Each brought some, and changed others: those are not from it. */
async function imports(org: number) {
  const admin = database().sql;
  await admin`insert into imports (org_id, store_id, file_name, size, started_by, asked_at, loaded)
    select ${org}, min(s.id), 'file' || n, 1, 't', now(), 9 from stores s, generate_series(1, 2) n
    where s.org_id = ${org} group by n order by n`;
  await admin`insert into import_changes (org_id, import_id, contact_id, line, did)
    select ${org}, i.id, c.id, 1, case when (c.id + i.id) % 3 = 0 then 'created' else 'updated' end
    from contacts c join imports i using (org_id) where c.org_id = ${org} and (c.id / 3 + i.id) % 2 = 0`;
}

async function contacts(ctx: Ctx, size: number, luck: Luck, moments: string[]) {
  const text = () => maybe(luck, luck.pick(pools.texts));
  const born = () =>
    luck.pick(["2000-02-29", "1996-02-29", "1980-02-28", "1999-03-01", "1970-12-31", "2001-01-01", "1990-11-22"]);
  const rows = Array.from({ length: size }, (_, n) => ({
    store: luck.upTo(2),
    external_id: maybe(luck, `x${n}`),
    email: maybe(luck, luck.pick(["mira", "ho", "a_b", "50%", "élan"]) + n + luck.pick(["@ex.org", "@mail.ex.org"])),
    phone: maybe(luck, `+4917${n}`),
    push_id: maybe(luck, `push${n % 5}`),
    first_name: text() ?? "",
    last_name: text() ?? "",
    birthday: maybe(luck, born()),
    ...Object.fromEntries(
      ["gender", "language", "company", "line1", "line2", "city", "region", "postcode", "country"].map((key) => [
        key,
        text(),
      ]),
    ),
    source: luck.pick(["ecommerce", "csv", "api", "form", "manual"]),
    special_tags: luck.pick([[], ["buyer"], ["subscriber", "buyer"], ["contact"]]),
    ...consents(luck, moments),
    born_at: luck.pick(moments),
    created_at: luck.pick(moments),
    updated_at: luck.pick(moments),
    disabled_at: maybe(luck, luck.pick(moments), 0.15),
    excluded_at: maybe(luck, luck.pick(moments), 0.1),
    gone_at: maybe(luck, luck.pick(moments), 0.05),
  }));
  await transact(ctx, (ctx) =>
    ctx.db.execute(sql`
      insert into contacts (org_id, store_id, external_id, email, phone, push_id, first_name, last_name, birthday, gender,
        language, company, line1, line2, city, region, postcode, country, source, special_tags, email_consent,
        email_consent_at, sms_consent, sms_consent_at, push_consent, push_consent_at, born_at, created_at, updated_at,
        disabled_at, excluded_at, gone_at)
      select ${ctx.orgId}, (select id from stores where org_id = ${ctx.orgId} order by id offset r.store limit 1),
        external_id, email, phone, push_id, first_name, last_name, birthday, gender, language, company, line1, line2, city,
        region, postcode, country, source, array(select jsonb_array_elements_text(special_tags)), email_consent,
        email_consent_at, sms_consent, sms_consent_at, push_consent, push_consent_at, born_at, created_at, updated_at,
        disabled_at, excluded_at, gone_at
      from ${rowsOf(rows)} as r(store int, external_id text, email text, phone text, push_id text, first_name text,
        last_name text, birthday date, gender text, language text, company text, line1 text, line2 text, city text,
        region text, postcode text, country text, source text, special_tags jsonb, email_consent text,
        email_consent_at timestamptz, sms_consent text, sms_consent_at timestamptz, push_consent text,
        push_consent_at timestamptz, born_at timestamptz, created_at timestamptz, updated_at timestamptz,
        disabled_at timestamptz, excluded_at timestamptz, gone_at timestamptz)`),
  );
}

function consents(luck: Luck, moments: string[]) {
  const of = (channel: string) => [
    [`${channel}_consent`, luck.pick(pools.consents)],
    [`${channel}_consent_at`, maybe(luck, luck.pick(moments))],
  ];
  return Object.fromEntries([...of("email"), ...of("sms"), ...of("push")]);
}

/** As derive keeps them, and as senders of messages do. */
export async function figures(ctx: Ctx) {
  await transact(ctx, async (ctx) => {
    const sent = (kind: string) => sql`array(select floor(extract(epoch from at) / 60)::int from contact_events
      where org_id = ${ctx.orgId} and contact_id = c.id and kind = ${`message.${kind}`} order by at)`;
    for (const currency of ["EUR", "JPY", "USD"]) {
      const everybody = sql`(select id from contacts where org_id = ${ctx.orgId}) k`;
      await ctx.db.execute(sql`
        with purchases as materialized (select * from ${ordersSummed(ctx, everybody, currency)} o)
        insert into contact_activity (org_id, contact_id, orders, spent, foreign_orders, first_order_at, last_order_at,
          last_interaction_at, ordered_at, order_sums, products, products_at, sent_at, opened_at, clicked_at)
        select ${ctx.orgId}, c.id, coalesce(o.n, 0), coalesce(o.spent, 0), coalesce(o.foreign_orders, 0), o.first_at, o.last_at,
          c.sms_consent_at, coalesce(o.ordered_at, '{}'), coalesce(o.order_sums, '{}'), coalesce(p.products, '{}'),
          coalesce(p.products_at, '{}'), ${sent("sent")}, ${sent("opened")}, ${sent("clicked")}
        from contacts c join stores s on s.org_id = c.org_id and s.id = c.store_id and s.currency = ${currency}
        left join (
          select contact, count(*) filter (where counting) as n, sum(amount) as spent,
            count(*) filter (where counting and not own) as foreign_orders,
            min(placed_at) filter (where counting) as first_at,
            max(placed_at) filter (where counting) as last_at, ${orderHistory}
          from purchases group by contact
        ) o on o.contact = c.id left join ${productHistory(ctx, sql`purchases`)} p on p.contact = c.id
        where c.org_id = ${ctx.orgId}`);
    }
  });
}
