/** The filters one may set, in words: what the chips and their little forms are made of. */
import { kindWords, platformName, sourceWords } from "@/app/ui/words";
import { kinds, type Query, sources, statuses } from "@/lib/contacts/directory/params";

export type Filter = {
  /** Its name in the address. */
  name: "store" | "status" | "activity" | "source" | "kind";
  title: string;
  options: { value: string; label: string }[];
  chosen: string[];
  /** The query without it. */
  cleared: Partial<Query>;
  /** Only one of the options can hold. */
  single?: boolean;
};

const statusWords = {
  subscribed: "Subscribed",
  unsubscribed: "Unsubscribed",
  pending: "Pending",
  never: "Never subscribed",
  disabled: "Disabled",
  excluded: "Excluded",
  suppressed: "Suppressed",
};

type Named = { id: string; name: string; platform: string };

export function filtersOf(query: Query, stores: Named[]): Filter[] {
  return [
    {
      name: "store",
      title: "Store",
      options: stores.map((store) => ({ value: store.id, label: `${platformName(store.platform)} · ${store.name}` })),
      chosen: query.stores,
      cleared: { stores: [] },
    },
    {
      name: "status",
      title: "Email status",
      options: statuses.map((value) => ({ value, label: statusWords[value] })),
      chosen: query.statuses,
      cleared: { statuses: [] },
    },
    {
      name: "activity",
      title: "Activity",
      options: [
        { value: "active", label: "Active" },
        { value: "inactive", label: "Inactive" },
      ],
      chosen: query.activity ? [query.activity] : [],
      cleared: { activity: null },
      single: true,
    },
    {
      name: "source",
      title: "Source",
      options: sources.map((value) => ({ value, label: sourceWords[value]! })),
      chosen: query.sources,
      cleared: { sources: [] },
    },
    {
      name: "kind",
      title: "Special tag",
      options: kinds.map((value) => ({ value, label: kindWords[value]! })),
      chosen: query.kinds,
      cleared: { kinds: [] },
    },
  ];
}

/** "Store is North Candles or Outlet". */
export function sentence(filter: Filter): string {
  const words = filter.chosen.map(
    (value) => filter.options.find((option) => option.value === value)?.label ?? "unknown",
  );
  return `${filter.title} is ${words.join(" or ")}`;
}
