/**
 * The contacts list's state in the URL, both ways. Unknown values never crash and never pass silently: they are told.
 */
import { z } from "zod";
import * as choices from "./choices";
import { noRange, type Range, readMany, readRange, readSpan, type Span, shortened } from "./choices";
import { type Cursor, readCursor, writeCursor } from "./cursor";
import { type SortKey, sortKeys, sorts } from "./sorts";

export { activities, consents, kinds, purchases, sources, statuses } from "./choices";

type One<T extends readonly string[]> = T[number];

/** `turned`: the sort runs against its natural direction. `stores`, `tags`, `lists` and `segments` are public ids. */
export type Query = {
  q: string;
  stores: string[];
  /** Email consent, or a reason why nobody is written to whatever it says. */
  statuses: One<typeof choices.statuses>[];
  sms: One<typeof choices.consents>[];
  push: One<typeof choices.consents>[];
  activity: One<typeof choices.activities> | null;
  sources: One<typeof choices.sources>[];
  /** Imported from: platforms by name, stores and imports by public id. */
  origins: string[];
  kinds: One<typeof choices.kinds>[];
  tags: string[];
  tagged: One<typeof choices.taggings>;
  lists: string[];
  listed: One<typeof choices.listings>;
  segments: string[];
  segmented: One<typeof choices.listings>;
  /** Whether contacts that are excluded from lists and segments are among those shown. */
  excluded: One<typeof choices.exclusions>;
  purchases: One<typeof choices.purchases>[];
  /** In each store's own currency. */
  spent: Range;
  orders: Range;
  interaction: Span | null;
  created: Span | null;
  sort: SortKey;
  turned: boolean;
  cursor: Cursor | null;
  /** The saved view one came by, by public id: whose columns are shown and which is offered to be changed. */
  view: string | null;
};

export type SearchParams = Record<string, string | string[] | undefined>;

export const everything: Query = {
  q: "",
  stores: [],
  statuses: [],
  sms: [],
  push: [],
  activity: null,
  sources: [],
  origins: [],
  kinds: [],
  tags: [],
  tagged: "any",
  lists: [],
  listed: "in",
  segments: [],
  segmented: "in",
  excluded: "shown",
  purchases: [],
  spent: noRange,
  orders: noRange,
  interaction: null,
  created: null,
  sort: "created",
  turned: false,
  cursor: null,
  view: null,
};

const Id = z.uuid().toLowerCase();

/** Reads a page's search parameters. `problems` are sentences for the reader about what was not understood. */
export function readQuery(params: SearchParams): { query: Query; problems: string[] } {
  const problems: string[] = [];
  const many = <T extends string>(name: string, allowed: z.ZodType<T>, what: string) =>
    readMany(params[name], allowed, (value) => problems.push(`There is no ${what} “${shortened(value)}”.`));
  const text = (name: string) => one(params[name]);
  const range = (name: string, check: z.ZodType<string>, what: string) =>
    readRange({ min: text(`${name}-min`), max: text(`${name}-max`) }, check, what, problems);
  const span = (name: string, what: string) => {
    const [is, days, from, to] = [text(name), text(`${name}-days`), text(`${name}-from`), text(`${name}-to`)];
    return readSpan({ is, days, from, to }, what, problems);
  };
  const { sort, turned } = readSort(text("sort"), problems);
  const query: Query = {
    q: readSearch(text("q")),
    stores: many("store", Id, "store"),
    statuses: many("status", z.enum(choices.statuses), "status"),
    sms: many("sms", z.enum(choices.consents), "status"),
    push: many("push", z.enum(choices.consents), "status"),
    activity: many("activity", z.enum(choices.activities), "activity").at(0) ?? null,
    sources: many("source", z.enum(choices.sources), "source"),
    origins: many("from", z.union([Id, z.string().regex(/^[a-z]{1,20}$/)]), "origin"),
    kinds: many("kind", z.enum(choices.kinds), "special tag"),
    tags: many("tag", Id, "tag"),
    tagged: many("tagged", z.enum(choices.taggings), "way of being tagged").at(0) ?? "any",
    lists: many("list", Id, "list"),
    listed: many("listed", z.enum(choices.listings), "way of being on a list").at(0) ?? "in",
    segments: many("segment", Id, "segment"),
    segmented: many("segmented", z.enum(choices.listings), "way of being in a segment").at(0) ?? "in",
    excluded: many("excluded", z.enum(choices.exclusions), "way with excluded contacts").at(0) ?? "shown",
    purchases: many("bought", z.enum(choices.purchases), "purchase status"),
    spent: range("spent", choices.numbers.decimal, "Total spent"),
    orders: range("orders", choices.numbers.whole, "Orders"),
    interaction: span("interaction", "Last interaction"),
    created: span("created", "Created"),
    sort,
    turned,
    cursor: readCursor(text("after"), text("before"), sortToken({ sort, turned }), problems),
    view: many("view", Id, "view").at(0) ?? null,
  };
  return { query: settled(query), problems };
}

/** The query as it stands in the address: defaults absent, so that "no filter" is the bare address. */
export function writeQuery(query: Query): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | null) => value && params.set(name, value);
  put("q", query.q);
  put("store", query.stores.join(","));
  put("status", query.statuses.join(","));
  put("sms", query.sms.join(","));
  put("push", query.push.join(","));
  put("activity", query.activity);
  put("source", query.sources.join(","));
  put("from", query.origins.join(","));
  put("kind", query.kinds.join(","));
  put("tag", query.tags.join(","));
  put("tagged", query.tagged === "any" ? "" : query.tagged);
  put("list", query.lists.join(","));
  put("listed", query.listed === "in" ? "" : query.listed);
  put("segment", query.segments.join(","));
  put("segmented", query.segmented === "in" ? "" : query.segmented);
  put("excluded", query.excluded === "shown" ? "" : query.excluded);
  put("bought", query.purchases.join(","));
  for (const name of ["spent", "orders"] as const) {
    put(`${name}-min`, query[name].min);
    put(`${name}-max`, query[name].max);
  }
  for (const name of ["interaction", "created"] as const) putSpan(params, name, query[name]);
  put("sort", query.sort === everything.sort && !query.turned ? "" : sortToken(query));
  put("view", query.view);
  if (query.cursor) put(query.cursor.back ? "before" : "after", writeCursor(query.cursor, sortToken(query)));
  return params;
}

/** The address of the list after a change. Whatever changes, the page starts anew. */
export function addressOf(base: string, query: Query, change: Partial<Query> = {}): string {
  const params = writeQuery(settled({ ...query, cursor: null, ...change })).toString();
  return params ? `${base}?${params}` : base;
}

export function isFiltered(query: Query): boolean {
  const { sort, turned } = query;
  return !isSame(query, { ...everything, sort, turned });
}

/** Whether both show the same list; the page and the view one came by aside. */
export function isSame(one: Query, other: Query): boolean {
  const [left, right] = [one, other].map((query) => writeQuery({ ...query, cursor: null, view: null }).toString());
  return left === right;
}

/** An address's query as a page's search parameters: a name that comes twice is a list. */
export function searchParamsOf(text: string): SearchParams {
  const params = new URLSearchParams(text);
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}

/** "created.desc": the sort and the direction one sees. */
export function sortToken({ sort, turned }: Pick<Query, "sort" | "turned">): string {
  return `${sort}.${sorts[sort].down === turned ? "asc" : "desc"}`;
}

/** How one is tagged or listed says nothing without a tag or a list; what is chosen of a few stands in their order. */
function settled(query: Query): Query {
  return {
    ...query,
    statuses: choices.statuses.filter((one) => query.statuses.includes(one)),
    tagged: query.tags.length > 0 ? query.tagged : "any",
    listed: query.lists.length > 0 ? query.listed : "in",
    segmented: query.segments.length > 0 ? query.segmented : "in",
  };
}

function putSpan(params: URLSearchParams, name: string, span: Span | null) {
  if (!span) return;
  params.set(name, span.is);
  if (span.is !== "between") return params.set(`${name}-days`, String(span.days));
  if (span.from) params.set(`${name}-from`, span.from);
  if (span.to) params.set(`${name}-to`, span.to);
}

function readSort(token: string, problems: string[]): Pick<Query, "sort" | "turned"> {
  if (!token) return { sort: everything.sort, turned: false };
  const [key = "", direction] = token.split(".");
  const sort = sortKeys.find((known) => known === key);
  if (sort && direction === undefined) return { sort, turned: false };
  if (sort && (direction === "asc" || direction === "desc")) {
    return { sort, turned: sorts[sort].down !== (direction === "desc") };
  }
  problems.push(`Contacts cannot be sorted by “${shortened(token)}”. Shown by newest first.`);
  return { sort: everything.sort, turned: false };
}

/** Control characters (NUL ends a text in Postgres) and lone surrogates are nothing one can search for. */
function readSearch(text: string): string {
  const words = text
    .slice(0, 2000)
    .replace(/[\p{Cc}\p{Cs}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return [...words].slice(0, 100).join("").trim();
}

const one = (value: string | string[] | undefined) => [value ?? ""].flat()[0] ?? "";
