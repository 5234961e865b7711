/** What the start page shows: figures, contacts over time, consent by channel; and what tells a page that it is old. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { activeSince, zoneOf } from "@/lib/contacts/active";
import { notFound } from "@/lib/errors";
import { keptIfDear } from "@/lib/kept";
import { permit } from "@/lib/permissions";
import { sha256 } from "@/lib/secrets";
import { type Ctx, transact } from "@/lib/tenancy";

export type HomeFigures = {
  contacts: number;
  /** Became contacts in the last seven days. */
  thisWeek: number;
  /** Subscribed, and neither disabled, excluded nor suppressed. */
  email: number;
  sms: number;
  /** Did something in the last 365 days. */
  active: number;
  consent: Record<"email" | "sms" | "push", Record<"subscribed" | "pending" | "unsubscribed" | "never", number>>;
};

/** One pass over the organization's contacts: 0.6 s a million, so a page lets it follow and it is kept for a while. */
export async function homeFigures(ctx: Ctx): Promise<HomeFigures> {
  permit(ctx, "contacts.read");
  return keptIfDear(`home figures ${ctx.orgId}`, () => readFigures(ctx));
}

async function readFigures(ctx: Ctx): Promise<HomeFigures> {
  return transact(ctx, async (ctx) => {
    const since = activeSince(await zoneOf(ctx)).toISOString();
    const rows = await ctx.db.execute<Group>(sql`
      select c.email_consent as email, c.sms_consent as sms, c.push_consent as push, count(*)::int as n,
        (count(*) filter (where c.created_at > now() - interval '7 days'))::int as "thisWeek",
        (count(*) filter (where c.disabled_at is null and c.excluded_at is null and c.email is not null
          and h.held is null))::int as "mailable",
        (count(*) filter (where c.disabled_at is null and c.excluded_at is null and c.phone is not null
          and t.held is null))::int as textable,
        (count(*) filter (where a.last_interaction_at >= ${since}::timestamptz))::int as active
      from contacts c
      left join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
      left join ${heldBack(ctx.orgId, "email")} h on h.held = c.email
      left join ${heldBack(ctx.orgId, "sms")} t on t.held = c.phone
      where c.org_id = ${ctx.orgId} and c.gone_at is null
      group by 1, 2, 3`);
    return figuresOf([...rows]);
  });
}

/** An address may be suppressed for several reasons. */
const heldBack = (orgId: number, channel: "email" | "sms") =>
  sql`(select distinct address as held from suppressions where org_id = ${orgId} and channel = ${channel})`;

export const daysShown = 60;

/**
 * How many contacts there were at the end of each of the last 60 days of the zone, per origin; of more than five the
 * four largest, and all others as one.
 */
export type Growth = { origins: string[]; days: { day: string; counts: number[] }[] };

export async function contactsOverTime(ctx: Ctx, input: { zone: string }): Promise<Growth> {
  permit(ctx, "contacts.read");
  return keptIfDear(`growth ${ctx.orgId} ${input.zone}`, () => readGrowth(ctx, input));
}

async function readGrowth(ctx: Ctx, input: { zone: string }): Promise<Growth> {
  return transact(ctx, async (ctx) => {
    const rows = await ctx.db.execute<{ origin: string; day: string; n: number }>(sql`
      select case when c.source = 'ecommerce' then s.name else c.source end as origin,
        greatest((c.created_at at time zone ${input.zone})::date,
          (now() at time zone ${input.zone})::date - ${daysShown}::int)::text as day,
        count(*)::int as n
      from contacts c join stores s on s.org_id = c.org_id and s.id = c.store_id
      where c.org_id = ${ctx.orgId} and c.gone_at is null group by 1, 2`);
    const [today] = await ctx.db.execute<{ day: string }>(
      sql`select (now() at time zone ${input.zone})::date::text as day`,
    );
    return growthOf([...rows], today!.day);
  });
}

/** Stores that are being read right now, with the records read and, once the store told, their whole number. */
export type Reading = { store: string; name: string; done: number; of: number | null };

export async function storesBeingRead(ctx: Ctx): Promise<Reading[]> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => {
    const rows = await ctx.db.execute<Reading>(sql`
      select s.public_id as store, s.name, y.customers_done + y.orders_done as done,
        y.customers_total + y.orders_total as of
      from syncs y join stores s on s.org_id = y.org_id and s.id = y.store_id
      where y.org_id = ${ctx.orgId} and y.state = 'running' and y.kind <> 'light' order by s.name, s.id`);
    return rows.map(({ store, name, done, of }) => ({
      store,
      name,
      done,
      of: of === null ? null : Math.max(done, of),
    }));
  });
}

export const OfOneStore = z.object({ store: z.uuid().optional() });

/** A text that differs whenever a store's page, or with no store the list of them, would show something else. */
export async function storesVersion(ctx: Ctx, input: z.output<typeof OfOneStore> = {}): Promise<string> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => {
    const one = input.store ? sql`and s.public_id = ${input.store}::uuid` : sql``;
    const rows = await ctx.db.execute(sql`
      select s.id, s.state, s.name, s.trouble, s.selection, s.last_delivery_at, s.counted_at, s.write_after,
        y.*, w.waiting, h.checked, b.untold, g.*
      from stores s
      left join lateral (
        select y.id as sync, y.state as sync_state, y.phase, y.customers_done, y.orders_done, y.customers_total,
          y.orders_total, y.cancel_asked
        from syncs y where y.org_id = ${ctx.orgId} and y.store_id = s.id order by y.started_at desc limit 1) y on true
      left join lateral (
        select count(*) as waiting from webhook_waiting d
        where d.org_id = ${ctx.orgId} and d.store_id = s.id) w on true
      left join lateral (
        select string_agg(topic || status || revivals, ',' order by topic) as checked from store_webhooks k
        where k.org_id = ${ctx.orgId} and k.store_id = s.id) h on true
      left join lateral (
        select count(*) as untold from write_backs b where b.org_id = ${ctx.orgId} and b.store_id = s.id
          and b.state in ('waiting', 'failed')) b on true
      left join lateral (
        select m.id as mirror, m.progressed_at from store_group_mirrors m where m.org_id = ${ctx.orgId}
          and m.store_id = s.id order by m.started_at desc limit 1) g on true
      where s.org_id = ${ctx.orgId} ${one} order by s.id`);
    if (input.store && rows.length === 0) throw notFound("store");
    return sha256(JSON.stringify(rows)).slice(0, 16);
  });
}

type State = "subscribed" | "pending" | "unsubscribed" | "never";
type Group = Record<"email" | "sms" | "push", State> &
  Record<"n" | "thisWeek" | "mailable" | "textable" | "active", number>;

function figuresOf(groups: Group[]): HomeFigures {
  const sum = (pick: (group: Group) => number) => groups.reduce((total, group) => total + pick(group), 0);
  const of = (channel: "email" | "sms" | "push") => {
    const count = (state: State) => sum((group) => (group[channel] === state ? group.n : 0));
    return {
      subscribed: count("subscribed"),
      pending: count("pending"),
      unsubscribed: count("unsubscribed"),
      never: count("never"),
    };
  };
  return {
    contacts: sum((group) => group.n),
    thisWeek: sum((group) => group.thisWeek),
    email: sum((group) => (group.email === "subscribed" ? group.mailable : 0)),
    sms: sum((group) => (group.sms === "subscribed" ? group.textable : 0)),
    active: sum((group) => group.active),
    consent: { email: of("email"), sms: of("sms"), push: of("push") },
  };
}

/** As many as a plot has colours. */
const mostLines = 5;
const others = "All others";

function growthOf(rows: { origin: string; day: string; n: number }[], today: string): Growth {
  const totals = new Map<string, number>();
  for (const row of rows) totals.set(row.origin, (totals.get(row.origin) ?? 0) + row.n);
  const largest = [...totals].sort((a, b) => b[1] - a[1]).map(([origin]) => origin);
  const named = new Set(largest.slice(0, largest.length > mostLines ? mostLines - 1 : mostLines));
  const origins = largest.length > mostLines ? [...named, others] : [...named];
  const added = new Map<string, number>();
  for (const { origin, day, n } of rows) {
    const key = `${named.has(origin) ? origin : others} ${day}`;
    added.set(key, (added.get(key) ?? 0) + n);
  }
  const running = origins.map(() => 0);
  const days = Array.from({ length: daysShown + 1 }, (_, back) => {
    const day = dayBefore(today, daysShown - back);
    origins.forEach((origin, at) => {
      running[at] = running[at]! + (added.get(`${origin} ${day}`) ?? 0);
    });
    return { day, counts: [...running] };
  });
  return { origins, days: days.slice(1) };
}

function dayBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * 86_400_000).toISOString().slice(0, 10);
}
