/** The contacts list's state in the URL, both ways. Unknown values never crash and never pass silently: they are told. */
import { z } from "zod";
import { type Cursor, readCursor, writeCursor } from "./cursor";
import { type SortKey, sortKeys, sorts } from "./sorts";

export const statuses = ["subscribed", "unsubscribed", "pending", "never"] as const;
export const activities = ["active", "inactive"] as const;
export const sources = ["ecommerce", "csv", "api", "form", "manual"] as const;
export const kinds = ["subscriber", "buyer", "contact"] as const;

/** `turned`: the sort runs against its natural direction. `stores` are public ids. */
export type Query = {
  q: string;
  stores: string[];
  statuses: (typeof statuses)[number][];
  activity: (typeof activities)[number] | null;
  sources: (typeof sources)[number][];
  kinds: (typeof kinds)[number][];
  sort: SortKey;
  turned: boolean;
  cursor: Cursor | null;
};

export type SearchParams = Record<string, string | string[] | undefined>;

export const everything: Query = {
  q: "",
  stores: [],
  statuses: [],
  activity: null,
  sources: [],
  kinds: [],
  sort: "created",
  turned: false,
  cursor: null,
};

/** Reads a page's search parameters. `problems` are sentences for the reader about what was not understood. */
export function readQuery(params: SearchParams): { query: Query; problems: string[] } {
  const problems: string[] = [];
  const many = <T extends string>(name: string, allowed: z.ZodType<T>, what: string) =>
    manyOf(params[name], allowed, (value) => problems.push(`There is no ${what} “${shortened(value)}”.`));
  const { sort, turned } = readSort(one(params.sort), problems);
  const query: Query = {
    q: readSearch(one(params.q)),
    stores: many("store", z.uuid().toLowerCase(), "store"),
    statuses: many("status", z.enum(statuses), "status"),
    activity: many("activity", z.enum(activities), "activity").at(0) ?? null,
    sources: many("source", z.enum(sources), "source"),
    kinds: many("kind", z.enum(kinds), "special tag"),
    sort,
    turned,
    cursor: readCursor(one(params.after), one(params.before), sortToken({ sort, turned }), problems),
  };
  return { query, problems };
}

/** The query as it stands in the address: defaults absent, so that "no filter" is the bare address. */
export function writeQuery(query: Query): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string) => value && params.set(name, value);
  put("q", query.q);
  put("store", query.stores.join(","));
  put("status", query.statuses.join(","));
  put("activity", query.activity ?? "");
  put("source", query.sources.join(","));
  put("kind", query.kinds.join(","));
  put("sort", query.sort === everything.sort && !query.turned ? "" : sortToken(query));
  if (query.cursor) put(query.cursor.back ? "before" : "after", writeCursor(query.cursor, sortToken(query)));
  return params;
}

/** The address of the list after a change. Whatever changes, the page starts anew. */
export function addressOf(base: string, query: Query, change: Partial<Query> = {}): string {
  const params = writeQuery({ ...query, cursor: null, ...change }).toString();
  return params ? `${base}?${params}` : base;
}

export function isFiltered(query: Query): boolean {
  const chosen = [query.q, query.activity, query.stores, query.statuses, query.sources, query.kinds];
  return chosen.some((filter) => filter && filter.length > 0);
}

/** "created.desc": the sort and the direction one sees. */
export function sortToken({ sort, turned }: Pick<Query, "sort" | "turned">): string {
  return `${sort}.${sorts[sort].down === turned ? "asc" : "desc"}`;
}

function readSort(token: string, problems: string[]): Pick<Query, "sort" | "turned"> {
  if (!token) return { sort: everything.sort, turned: false };
  const [key = "", direction] = token.split(".");
  const sort = sortKeys.find((known) => known === key);
  if (sort && (direction === "asc" || direction === "desc")) {
    return { sort, turned: sorts[sort].down !== (direction === "desc") };
  }
  problems.push(`Contacts cannot be sorted by “${shortened(token)}”. Shown by newest first.`);
  return { sort: everything.sort, turned: false };
}

/** Control characters (NUL ends a text in Postgres) and lone surrogates are nothing one can search for. */
function readSearch(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 100);
}

function manyOf<T extends string>(
  value: string | string[] | undefined,
  allowed: z.ZodType<T>,
  refuse: (value: string) => void,
): T[] {
  const given = [value ?? []]
    .flat()
    .flatMap((part) => part.split(","))
    .filter(Boolean)
    .slice(0, 50);
  const read = given.flatMap((part) => {
    const result = allowed.safeParse(part);
    if (!result.success) refuse(part);
    return result.success ? [result.data] : [];
  });
  return [...new Set(read)];
}

const one = (value: string | string[] | undefined) => [value ?? ""].flat()[0] ?? "";
const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
