/** The contacts list said as simply as it can be: every row read, filtered in TypeScript, put in order by SQL. */
import type { Range, Span } from "@/lib/contacts/directory/choices";
import type { Query } from "@/lib/contacts/directory/params";
import { database } from "@/lib/tenancy";

const inSegments = "case when excluded then 0 else cardinality(segments) end";
const onLists = "case when excluded then 0 else cardinality(lists) end";

const orders: Record<Query["sort"], { going: string; against: string }> = {
  created: { going: "created_at desc, id desc", against: "created_at, id" },
  email: { going: "email nulls last, id", against: "email desc nulls first, id desc" },
  name: { going: "last_name, first_name, id", against: "last_name desc, first_name desc, id desc" },
  first: { going: "first_name, last_name, id", against: "first_name desc, last_name desc, id desc" },
  phone: { going: "phone nulls last, id", against: "phone desc nulls first, id desc" },
  push: { going: "push_id nulls last, id", against: "push_id desc nulls first, id desc" },
  status: { going: "email_consent, created_at desc, id desc", against: "email_consent desc, created_at, id" },
  source: { going: "source, created_at desc, id desc", against: "source desc, created_at, id" },
  store: { going: "lower(store_name), created_at desc, id desc", against: "lower(store_name) desc, created_at, id" },
  tags: { going: "cardinality(tags) desc, id", against: "cardinality(tags), id desc" },
  lists: { going: `${onLists} desc, id`, against: `${onLists}, id desc` },
  spent: { going: "spent desc, id", against: "spent, id desc" },
  orders: { going: "orders desc, id", against: "orders, id desc" },
  interaction: { going: "interaction desc nulls last, id", against: "interaction nulls first, id desc" },
  activity: { going: "interaction desc nulls last, id", against: "interaction nulls first, id desc" },
  language: {
    going: "language nulls last, created_at desc, id desc",
    against: "language desc nulls first, created_at, id",
  },
  country: {
    going: "country nulls last, created_at desc, id desc",
    against: "country desc nulls first, created_at, id",
  },
  segments: { going: `${inSegments} desc, created_at desc, id desc`, against: `${inSegments}, created_at, id` },
};

type Person = Record<string, string | null> & {
  special_tags: string[];
  tags: string[];
  lists: string[];
  segments: string[];
  imports: string[];
  orders: number;
  active: boolean;
  excluded: boolean;
  disabled: boolean;
  suppressed: boolean;
};

/** Public ids in the order of the list. */
export async function matchingByHand(orgId: number, query: Query): Promise<string[]> {
  const people = await database().sql.unsafe<Person[]>(
    `select * from (
       select c.*, a.orders, a.spent, a.last_interaction_at as interaction, s.public_id as store, s.name as store_name,
         s.platform, coalesce((a.last_interaction_at at time zone o.time_zone)::date >= (now() at time zone o.time_zone)::date - 365, false) as active,
         excluded_at is not null as excluded, disabled_at is not null as disabled,
         exists (select from suppressions h where h.org_id = c.org_id and h.address = c.email) as suppressed,
         array(select t.public_id::text from tags t join contact_tags ct on ct.tag_id = t.id where ct.contact_id = c.id) as tags,
         array(select l.public_id::text from lists l join list_members lm on lm.list_id = l.id
           where lm.contact_id = c.id and left_at is null) as lists,
         array(select g.public_id::text from segments g join contact_segments cs on g.id = any(cs.segs)
           where cs.contact_id = c.id and g.state = 'active') as segments,
         array(select i.public_id::text from imports i join import_changes m on m.import_id = i.id
           where m.contact_id = c.id and did = 'created') as imports,
         (c.created_at at time zone o.time_zone)::date::text as "createdDay",
         (a.last_interaction_at at time zone o.time_zone)::date::text as "interactionDay",
         (now() at time zone o.time_zone)::date::text as today
       from contacts c join contact_activity a on a.contact_id = c.id join stores s on s.id = c.store_id
       join organizations o on o.id = c.org_id
       where c.org_id = $1 and c.gone_at is null) people
     order by ${orders[query.sort][query.turned ? "against" : "going"]}`,
    [orgId],
  );
  return people.filter((one) => meets(one, query)).map((one) => one.public_id!);
}

function meets(one: Person, query: Query): boolean {
  const among = (asked: string[], has: string | null) => asked.length === 0 || asked.includes(has!);
  const statuses = [
    one.email_consent!,
    ...(["disabled", "excluded", "suppressed"] as const).filter((held) => one[held]),
  ];
  const bought = one.orders === 0 ? "none" : one.orders === 1 ? "first" : "repeat";
  return (
    among(query.stores, one.store!) &&
    (query.statuses.length === 0 || query.statuses.some((status) => statuses.includes(status))) &&
    among(query.sms, one.sms_consent!) &&
    among(query.push, one.push_consent!) &&
    (query.activity === null || one.active === (query.activity === "active")) &&
    among(query.sources, one.source!) &&
    (query.origins.length === 0 ||
      (one.source === "ecommerce" && query.origins.some((origin) => origin === one.platform || origin === one.store)) ||
      query.origins.some((origin) => one.imports.includes(origin))) &&
    (query.kinds.length === 0 || query.kinds.some((kind) => one.special_tags.includes(kind))) &&
    isTagged(one, query) &&
    isListed(one, query) &&
    isInSegment(one, query) &&
    (query.excluded === "shown" || !one.excluded) &&
    among(query.purchases, bought) &&
    inRange(Number(one.spent), query.spent) &&
    inRange(one.orders, query.orders) &&
    inSpan(one.interactionDay!, one.today!, query.interaction) &&
    inSpan(one.createdDay!, one.today!, query.created) &&
    query.q
      .toLowerCase()
      .split(" ")
      .filter(Boolean)
      .every((word) => found(one, word))
  );
}

function isTagged({ tags }: Person, { tags: asked, tagged }: Query): boolean {
  if (asked.length === 0) return true;
  if (tagged === "all") return asked.every((tag) => tags.includes(tag));
  return asked.some((tag) => tags.includes(tag)) === (tagged === "any");
}

function isListed({ lists, excluded }: Person, { lists: asked, listed }: Query): boolean {
  if (asked.length === 0) return true;
  return (!excluded && asked.some((list) => lists.includes(list))) === (listed === "in");
}

function isInSegment({ segments, excluded }: Person, { segments: asked, segmented }: Query): boolean {
  if (asked.length === 0) return true;
  return (!excluded && asked.some((segment) => segments.includes(segment))) === (segmented === "in");
}

function inRange(value: number, { min, max }: Range): boolean {
  return (min === null || value >= Number(min)) && (max === null || value <= Number(max));
}

function inSpan(day: string | null, today: string, span: Span | null): boolean {
  if (!span) return true;
  if (day === null) return false;
  if (span.is === "between") return (!span.from || day >= span.from) && (!span.to || day <= span.to);
  const edge = new Date(Date.parse(`${today}T00:00:00Z`) - span.days * 86_400_000).toISOString().slice(0, 10);
  return span.is === "within" ? day >= edge && day <= today : day < edge;
}

function found(one: Person, word: string): boolean {
  const text = `${one.email ?? ""} ${one.first_name} ${one.last_name} ${one.phone ?? ""}`.toLowerCase();
  return [...word].length >= 3 ? text.includes(word) : ` ${text}`.includes(` ${word}`);
}
