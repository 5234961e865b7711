/** The filters one may set, in words: what the chips, the menu and their little forms are made of. */
import {
  channelWords,
  consentWords,
  holdWords,
  kindWords,
  platformName,
  purchaseWords,
  sourceWords,
} from "@/app/ui/words";
import type { Range, Span } from "@/lib/contacts/directory/choices";
import {
  activities,
  consents,
  isOpen,
  kinds,
  noRange,
  purchases,
  sources,
  statuses,
} from "@/lib/contacts/directory/choices";
import type { Query } from "@/lib/contacts/directory/params";
import { formatDay } from "@/lib/format";

export type Option = { value: string; label: string };

/** What one fills in. `name` is its name in the address. */
export type Field =
  | { is: "options"; name: string; options: Option[]; chosen: string[]; single?: boolean; legend?: string }
  | { is: "range"; name: string; range: Range; step: "1" | "any" }
  | { is: "span"; name: string; span: Span | null };

export type Filter = {
  title: string;
  /** "Store is North Candles or Outlet"; empty where it is not set. */
  sentence: string;
  fields: Field[];
  /** The query without it. */
  cleared: Partial<Query>;
};

type Named = { id: string; name: string };
export type Offered = Record<"imports" | "tags" | "lists" | "segments", Named[]> & {
  stores: (Named & { platform: string })[];
};

/** In the order of the menu. One that has nothing to choose from is left out. */
export function filtersOf(query: Query, offered: Offered): Filter[] {
  const all = [...origins(query, offered), ...consentsOf(query), ...groups(query, offered), ...figures(query)];
  return all.filter(({ fields: [first], sentence }) => sentence || first?.is !== "options" || first.options.length > 0);
}

function origins(query: Query, { stores, imports }: Offered): Filter[] {
  const named = stores.map(({ id, name, platform }) => ({ value: id, label: `${platformName(platform)} · ${name}` }));
  const platforms = [...new Set(stores.map(({ platform }) => platform))];
  const files = imports.map(({ id, name }) => ({ value: id, label: name }));
  const from = [...platforms.map((value) => ({ value, label: platformName(value) })), ...named, ...files];
  return [
    chosen("Store", "store", named, query.stores, { stores: [] }),
    chosen("Source", "source", worded(sources, sourceWords), query.sources, { sources: [] }),
    chosen("Imported from", "from", from, query.origins, { origins: [] }),
  ];
}

function consentsOf(query: Query): Filter[] {
  const states = (of: readonly string[]) =>
    of.map((value) => ({ value, label: consentWords[value]?.word ?? holdWords[value]! }));
  return [
    chosen("Email status", "status", states(statuses), query.statuses, { statuses: [] }),
    chosen(`${channelWords.sms} status`, "sms", states(consents), query.sms, { sms: [] }),
    chosen(`${channelWords.push} status`, "push", states(consents), query.push, { push: [] }),
    {
      ...chosen("Activity", "activity", worded(activities, activityWords), query.activity ? [query.activity] : [], {
        activity: null,
      }),
      sentence: query.activity ? activityWords[query.activity]! : "",
    },
    {
      ...chosen("Excluded", "excluded", [{ value: "out", label: "Without those excluded from all lists" }], [], {
        excluded: "shown",
      }),
      sentence: query.excluded === "out" ? "Without excluded" : "",
    },
  ];
}

function groups(query: Query, { tags, lists, segments }: Offered): Filter[] {
  const options = (named: Named[]) => named.map(({ id, name }) => ({ value: id, label: name }));
  const tag = chosen("Tag", "tag", options(tags), query.tags, { tags: [], tagged: "any" });
  const list = chosen("List", "list", options(lists), query.lists, { lists: [], listed: "in" });
  const segment = chosen("Segment", "segment", options(segments), query.segments, { segments: [], segmented: "in" });
  const tagWords = { any: "Tag is", all: "Tagged", none: "Not tagged" };
  return [
    {
      ...tag,
      fields: [how("tagged", tagging, query.tagged), ...tag.fields].reverse(),
      sentence: said(tagWords[query.tagged], tag, query.tagged === "all" ? " and " : " or "),
    },
    chosen("Special tag", "kind", worded(kinds, kindWords), query.kinds, { kinds: [] }),
    {
      ...list,
      fields: [how("listed", listing, query.listed), ...list.fields].reverse(),
      sentence: said(query.listed === "in" ? "On list" : "Not on list", list),
    },
    {
      ...segment,
      fields: [how("segmented", segmenting, query.segmented), ...segment.fields].reverse(),
      sentence: said(query.segmented === "in" ? "In segment" : "Not in segment", segment),
    },
  ];
}

function figures(query: Query): Filter[] {
  const range = (title: string, name: "spent" | "orders", step: "1" | "any"): Filter => ({
    title,
    sentence: isOpen(query[name]) ? "" : `${title} ${rangeWords(query[name])}`,
    fields: [{ is: "range", name, range: query[name], step }],
    cleared: { [name]: noRange },
  });
  const span = (title: string, name: "interaction" | "created"): Filter => ({
    title,
    sentence: query[name] ? `${title} ${spanWords(query[name])}` : "",
    fields: [{ is: "span", name, span: query[name] }],
    cleared: { [name]: null },
  });
  return [
    chosen("Purchase status", "bought", worded(purchases, purchaseWords), query.purchases, { purchases: [] }),
    range("Total spent", "spent", "any"),
    range("Orders", "orders", "1"),
    span("Last interaction", "interaction"),
    span("Created", "created"),
  ];
}

function chosen(title: string, name: string, options: Option[], values: string[], cleared: Partial<Query>): Filter {
  const field: Field = { is: "options", name, options, chosen: values, single: name === "activity" };
  const filter = { title, fields: [field], cleared, sentence: "" };
  return { ...filter, sentence: said(`${title} is`, filter) };
}

function said(verb: string, { fields: [field] }: Pick<Filter, "fields">, between = " or "): string {
  if (field?.is !== "options" || field.chosen.length === 0) return "";
  const words = field.chosen.map((value) => field.options.find((option) => option.value === value)?.label ?? "unknown");
  return `${verb} ${words.join(between)}`;
}

const how = (name: string, words: Record<string, string>, value: string): Field => ({
  is: "options",
  name,
  options: Object.entries(words).map(([value, label]) => ({ value, label })),
  chosen: [value],
  single: true,
});

const worded = (values: readonly string[], words: Record<string, string>): Option[] =>
  values.map((value) => ({ value, label: words[value]! }));

const activityWords: Record<string, string> = { active: "Active", inactive: "Inactive" };
const tagging = { any: "Has any of them", all: "Has all of them", none: "Has none of them" };
const listing = { in: "Is on one of them", out: "Is on none of them" };
const segmenting = { in: "Is in one of them", out: "Is in none of them" };

function rangeWords({ min, max }: Range): string {
  if (min !== null && max !== null) return min === max ? `= ${min}` : `${min}–${max}`;
  return min !== null ? `≥ ${min}` : `≤ ${max}`;
}

function spanWords(span: Span): string {
  if (span.is !== "between") {
    if (span.is === "before") return `more than ${days(span.days)} ago`;
    return span.days === 0 ? "today" : `in the last ${days(span.days)}`;
  }
  const { from, to } = span;
  if (from && to) return from === to ? `on ${dayWords(from)}` : `${dayWords(from)} – ${dayWords(to)}`;
  return from ? `from ${dayWords(from)} on` : `until ${dayWords(to!)}`;
}

const dayWords = (day: string) => formatDay(new Date(`${day}T00:00:00Z`), "UTC");
const days = (count: number) => `${count} ${count === 1 ? "day" : "days"}`;
