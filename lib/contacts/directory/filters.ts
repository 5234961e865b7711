/** The conditions of a contacts list in SQL. The organization is always named, whatever policy stands behind. */
import { type SQL, sql } from "drizzle-orm";
import { activeSince } from "../active";
import { consents, holds, isOpen, type Range } from "./choices";
import type { Meaning, Moments } from "./meaning";
import { among, list, listed, origin, segmented, tagged } from "./memberships";
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
export const leading = (meaning: Meaning): SQL => every(led(meaning));

/** Conditions on figures, where an order by figures does not begin with all of them: who meets them may stand anywhere. */
export function measured(meaning: Meaning): SQL | null {
  const given = figures(meaning);
  return given.length > led(meaning).length ? every(given) : null;
}

const every = (given: SQL[]) =>
  sql.join(
    given.map((one) => sql` and ${one}`),
    sql``,
  );

function led(meaning: Meaning): SQL[] {
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
  return given.filter((one) => one !== null);
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

function figures(meaning: Meaning): SQL[] {
  const { query, interaction } = meaning;
  const given = [
    purchased(query),
    ...ranged(sql`a.spent`, query.spent, sql`numeric`),
    ...ranged(sql`a.orders`, query.orders, sql`int`),
    within(sql`a.last_interaction_at`, interaction),
    activity(meaning),
  ];
  return given.filter((one) => one !== null);
}

/** Never bought, once, more often: two neighbours are one range, which an index serves as it does not serve "or". */
function purchased({ purchases }: Query): SQL | null {
  const [none, first, repeat] = (["none", "first", "repeat"] as const).map((one) => purchases.includes(one));
  if (none && repeat) return first ? null : sql`a.orders <> 1`;
  if (first) return none ? sql`a.orders <= 1` : repeat ? sql`a.orders >= 1` : sql`a.orders = 1`;
  return none ? sql`a.orders = 0` : repeat ? sql`a.orders >= 2` : null;
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
