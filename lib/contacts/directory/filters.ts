/** The conditions of a contacts list in SQL. The organization is always named, whatever policy stands behind. */
import { type SQL, sql } from "drizzle-orm";
import { activeSince } from "../active";
import { consents, holds, isOpen, type Range } from "./choices";
import { idsAmong, type Meaning, type Moments } from "./meaning";
import type { Query } from "./params";
import { searched } from "./search";

/** Whether the conditions look at `contact_activity a`. */
export function needsActivity(query: Query): boolean {
  const ranges = !isOpen(query.spent) || !isOpen(query.orders);
  return query.activity !== null || query.purchases.length > 0 || ranges || query.interaction !== null;
}

/** Whether a condition is among those that few may meet: a word, a tag, an amount. Stores, kinds and consent have many. */
export function mayBeRare(query: Query): boolean {
  const named = [query.q, query.tags, query.lists, query.segments, query.sms, query.push].some(
    (given) => given.length > 0,
  );
  const figures = !isOpen(query.spent) || !isOpen(query.orders) || Boolean(query.interaction || query.created);
  return named || figures || query.statuses.some((one) => (holds as readonly string[]).includes(one));
}

/**
 * Tables: `contacts c`, and `contact_activity a` where needed. `alone`: asked of one contact after the other, where the
 * planner would gather everybody who has a tag to find that one among them.
 */
export function conditions(meaning: Meaning, alone = false): SQL {
  const fence = alone ? sql` offset 0` : sql``;
  const { orgId, query } = meaning;
  const given = [
    sql`c.org_id = ${orgId} and c.gone_at is null`,
    query.stores.length > 0 ? among(sql`c.store_id`, meaning.stores, sql`bigint`) : null,
    status(meaning, fence),
    query.sms.length > 0 ? among(sql`c.sms_consent`, query.sms, sql`text`) : null,
    query.push.length > 0 ? among(sql`c.push_consent`, query.push, sql`text`) : null,
    query.sources.length > 0 ? among(sql`c.source`, query.sources, sql`text`) : null,
    origin(meaning, fence),
    query.kinds.length > 0 ? sql`c.special_tags && ${list(query.kinds)}::text[]` : null,
    tagged(meaning, fence),
    listed(meaning, fence),
    segmented(meaning, fence),
    query.excluded === "out" ? sql`c.excluded_at is null` : null,
    within(sql`c.created_at`, meaning.created),
    ...figures(meaning),
    ...searched(sql`c.search`, query.q),
  ];
  return sql.join(
    given.filter((one) => one !== null),
    sql` and `,
  );
}

/**
 * Those of the conditions that the sort's own index can begin with, as `and …`: a walk then starts where they hold. By
 * date, an index of one store, one source or one status serves; only one of them, or the rest would be walked unseen.
 */
export function leading(meaning: Meaning): SQL {
  const { query, interaction } = meaning;
  const agreed =
    query.statuses.length > 0 && query.statuses.every((one) => (consents as readonly string[]).includes(one));
  const by = {
    created: [within(sql`c.created_at`, meaning.created), indexed(meaning)],
    status: [agreed ? status(meaning, sql``) : null],
    source: [
      query.sources.length > 0 ? among(sql`c.source`, query.sources, sql`text`) : null,
      query.origins.length > 0 && meaning.imports.length === 0 ? sql`c.source = 'ecommerce'` : null,
    ],
    store: [query.stores.length > 0 ? among(sql`c.store_id`, meaning.stores, sql`bigint`) : null],
    spent: [...ranged(sql`a.spent`, query.spent, sql`numeric`)],
    orders: [purchased(query), ...ranged(sql`a.orders`, query.orders, sql`int`)],
    interaction: [within(sql`a.last_interaction_at`, interaction), activity(meaning)],
    activity: [within(sql`a.last_interaction_at`, interaction), activity(meaning)],
  } satisfies Partial<Record<Query["sort"], (SQL | null)[]>>;
  const given: (SQL | null)[] = query.sort in by ? by[query.sort as keyof typeof by] : [];
  return sql.join(
    given.filter((one) => one !== null).map((one) => sql` and ${one}`),
    sql``,
  );
}

function indexed({ query, stores }: Meaning): SQL | null {
  if (query.stores.length === 1) return among(sql`c.store_id`, stores, sql`bigint`);
  if (query.sources.length === 1) return among(sql`c.source`, query.sources, sql`text`);
  const [status] = query.statuses;
  const alone = query.statuses.length === 1 && (consents as readonly string[]).includes(status!);
  return alone ? among(sql`c.email_consent`, query.statuses, sql`text`) : null;
}

/** Consent as it stands, or a reason that holds a contact back; any of those asked for. */
function status({ orgId, query }: Meaning, fence: SQL): SQL | null {
  if (query.statuses.length === 0) return null;
  const agreed = consents.filter((one) => query.statuses.includes(one));
  const held = holds.filter((one) => query.statuses.includes(one));
  const reasons: Record<(typeof holds)[number], SQL> = {
    disabled: sql`c.disabled_at is not null`,
    excluded: sql`c.excluded_at is not null`,
    suppressed: sql`exists (select from suppressions h
      where h.org_id = ${orgId} and h.channel = 'email' and h.address = c.email${fence})`,
  };
  const any = held.map((one) => reasons[one]);
  if (agreed.length > 0) any.unshift(among(sql`c.email_consent`, agreed, sql`text`));
  return any.length === 1 ? any[0]! : sql`(${sql.join(any, sql` or `)})`;
}

/** Taken from a store, of this name or of a store on this platform; or brought by an import (lib/timeline/imports.ts). */
function origin({ orgId, query, origins, imports }: Meaning, fence: SQL): SQL | null {
  if (query.origins.length === 0) return null;
  const platforms = query.origins.filter((one) => !idsAmong([one]).length);
  const brought = sql`exists (select from import_changes m where m.org_id = ${orgId} and m.contact_id = c.id
    and m.did = 'created' and ${among(sql`m.import_id`, imports, sql`bigint`)}${fence})`;
  if (imports.length > 0 && origins.length === 0 && platforms.length === 0) return brought;
  const stores = sql`array(select id from stores where org_id = ${orgId}
    and (platform = any(${list(platforms)}::text[]) or id = any(${list(origins)}::bigint[])))`;
  const taken = sql`c.source = 'ecommerce' and c.store_id = any(${stores})`;
  return imports.length > 0 ? sql`(${taken} or ${brought})` : taken;
}

function tagged({ orgId, query, tags }: Meaning, fence: SQL): SQL | null {
  if (query.tags.length === 0) return null;
  const has = (which: SQL) => sql`exists (select from contact_tags ct
    where ct.org_id = ${orgId} and ct.contact_id = c.id and ${which}${fence})`;
  if (query.tagged === "none") return sql`not ${has(among(sql`ct.tag_id`, tags, sql`bigint`))}`;
  if (query.tagged === "any") return has(among(sql`ct.tag_id`, tags, sql`bigint`));
  if (tags.length < query.tags.length) return sql`false`;
  return sql.join(
    tags.map((tag) => has(sql`ct.tag_id = ${tag}::bigint`)),
    sql` and `,
  );
}

/** While excluded, a person is in no list (product.md, "Subscription dialog"). */
function listed({ orgId, query, lists }: Meaning, fence: SQL): SQL | null {
  if (query.lists.length === 0) return null;
  const member = sql`exists (select from list_members lm where lm.org_id = ${orgId} and lm.contact_id = c.id
    and lm.left_at is null and ${among(sql`lm.list_id`, lists, sql`bigint`)}${fence})`;
  return query.listed === "in"
    ? sql`c.excluded_at is null and ${member}`
    : sql`(c.excluded_at is not null or not ${member})`;
}

/** As members are kept (lib/segments/judge.ts); who has just been excluded is in no segment, whatever is kept still. */
function segmented({ orgId, query, segments }: Meaning, fence: SQL): SQL | null {
  if (query.segments.length === 0) return null;
  const member = sql`exists (select from contact_segments cs where cs.org_id = ${orgId} and cs.contact_id = c.id
    and cs.segs && ${list(segments)}::int[]${fence})`;
  return query.segmented === "in"
    ? sql`c.excluded_at is null and ${member}`
    : sql`(c.excluded_at is not null or not ${member})`;
}

function figures(meaning: Meaning): (SQL | null)[] {
  const { query, interaction } = meaning;
  return [
    purchased(query),
    ...ranged(sql`a.spent`, query.spent, sql`numeric`),
    ...ranged(sql`a.orders`, query.orders, sql`int`),
    within(sql`a.last_interaction_at`, interaction),
    activity(meaning),
  ];
}

function purchased({ purchases }: Query): SQL | null {
  const bought = { none: sql`a.orders = 0`, first: sql`a.orders = 1`, repeat: sql`a.orders >= 2` };
  const any = purchases.map((one) => bought[one]);
  return any.length === 0 ? null : sql`(${sql.join(any, sql` or `)})`;
}

function activity({ query, timeZone, now }: Meaning): SQL | null {
  if (query.activity === null) return null;
  const since = sql`${activeSince(timeZone, now).toISOString()}::timestamptz`;
  return query.activity === "active"
    ? sql`a.last_interaction_at >= ${since}`
    : sql`(a.last_interaction_at is null or a.last_interaction_at < ${since})`;
}

function ranged(name: SQL, { min, max }: Range, type: SQL): SQL[] {
  return [
    ...(min === null ? [] : [sql`${name} >= ${min}::${type}`]),
    ...(max === null ? [] : [sql`${name} <= ${max}::${type}`]),
  ];
}

function within(name: SQL, moments: Moments | null): SQL | null {
  if (!moments) return null;
  const { from, to } = moments;
  const edges = [
    ...(from === null ? [] : [sql`${name} >= ${from}::timestamptz`]),
    ...(to === null ? [] : [sql`${name} < ${to}::timestamptz`]),
  ];
  return edges.length > 0 ? sql.join(edges, sql` and `) : sql`${name} is not null`;
}

/** One value is an equality, so that the index that begins with it also gives the order. */
function among(name: SQL, values: readonly (string | number)[], type: SQL): SQL {
  const [only] = values;
  if (values.length === 1) return sql`${name} = ${only}::${type}`;
  return sql`${name} = any(${list(values)}::${type}[])`;
}

function list(values: readonly (string | number)[]): string {
  return `{${values.join(",")}}`;
}
