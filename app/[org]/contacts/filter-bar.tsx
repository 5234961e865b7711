/**
 * Search, filters as chips that edit in place, views and columns. Every part is a link or a form, and works before
 * scripts.
 */
import { ChartPie, ChevronRight, Columns3, Plus, X } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { buttonClass, LinkButton } from "@/app/ui/button";
import { chipClass } from "@/app/ui/chip";
import { Disclosure } from "@/app/ui/disclosure";
import { SearchBox } from "@/app/ui/search-box";
import type { Look } from "@/lib/contacts/directory/columns";
import { addressOf, everything, isSame, type Query } from "@/lib/contacts/directory/params";
import type { View } from "@/lib/contacts/directory/views";
import type { Definition } from "@/lib/segments/definition";
import { definitionOf } from "@/lib/segments/from-contacts";
import { print } from "@/lib/segments/text";
import { ColumnChooser } from "./column-chooser";
import { FilterForm, Kept } from "./filter-form";
import type { Filter } from "./filters";
import { Narrow } from "./narrow";
import { PhoneSorts } from "./phone-sorts";
import { PhoneMode } from "./selection/boxes";
import { ViewMenu } from "./views";

type Props = {
  org: string;
  query: Query;
  filters: Filter[];
  look: Look;
  view: View | null;
  /** The member may make segments. */
  edits: boolean;
  /** There are rows that can be selected. */
  chooses: boolean;
};

export function FilterBar({ org, query, filters, look, view, edits, chooses }: Props) {
  const base = `/${org}/contacts`;
  const set = filters.filter((filter) => filter.sentence);
  const unset = filters.filter((filter) => !filter.sentence);
  const { q, sort, turned } = query;
  const definition = edits ? definitionOf(query) : null;
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3 md:px-6">
      <Form action={base} scroll={false} className="w-full md:w-auto">
        <Kept query={{ ...query, q: "" }} />
        <SearchBox
          address={addressOf(base, query, { q: "" })}
          q={query.q}
          label="Search contacts by name, email or phone"
          placeholder="Name, email or phone"
        />
      </Form>
      {set.map((filter) => (
        <Chip key={filter.title} filter={filter} query={query} base={base} />
      ))}
      {unset.length > 0 ? (
        <Disclosure key={set.map(({ title }) => title).join()} className={chipClass(false)} summary={<Add />}>
          <AddMenu filters={unset} query={query} base={base} />
        </Disclosure>
      ) : null}
      {set.length > 0 ? (
        <Link href={addressOf(base, { ...everything, q, sort, turned })} className="px-1 text-muted hover:text-ink">
          Clear
        </Link>
      ) : null}
      {view || !isSame(query, everything) ? (
        <ViewMenu org={org} query={query} view={view} columns={look.columns} />
      ) : null}
      {definition ? (
        <LinkButton look="bare" href={newSegmentFrom(org, definition)} prefetch={false} className="px-2">
          <ChartPie aria-hidden /> Save as segment
        </LinkButton>
      ) : null}
      {chooses ? (
        <div className="-mr-2 ml-auto flex md:hidden">
          <PhoneSorts org={org} query={query} />
          <PhoneMode />
        </div>
      ) : null}
      <div className="ml-auto hidden md:block">
        <Disclosure end className={buttonClass("bare")} summary={<ColumnsWord />}>
          <ColumnChooser org={org} look={look} view={view} />
        </Disclosure>
      </div>
    </div>
  );
}

/** The builder, begun with this condition. */
const newSegmentFrom = (org: string, definition: Definition) =>
  `/${org}/segments/new?${new URLSearchParams({ text: print(definition) })}`;

/** Each filter unfolds to its own form; only one at a time. */
function AddMenu({ filters, query, base }: { filters: Filter[]; query: Query; base: string }) {
  return (
    <Narrow label="Find a filter">
      <div className="-mx-1 grid max-h-[60dvh] overflow-auto">
        {filters.map((filter) => (
          <details key={filter.title} name="filter" data-word={filter.title} className="group/filter">
            <summary className="flex list-none items-center gap-2 rounded px-2 py-1.5 -outline-offset-2 hover:bg-hover">
              <ChevronRight aria-hidden className="size-3.5 text-faint group-open/filter:rotate-90" />
              {filter.title}
            </summary>
            <div className="px-2 pt-1 pb-3">
              <FilterForm filter={filter} query={query} base={base} />
            </div>
          </details>
        ))}
      </div>
    </Narrow>
  );
}

function Chip({ filter, query, base }: { filter: Filter; query: Query; base: string }) {
  const without = addressOf(base, query, filter.cleared);
  return (
    <span className={chipClass(true)}>
      <Disclosure key={filter.sentence} className="max-w-[60vw] truncate md:max-w-80" summary={filter.sentence}>
        <FilterForm filter={filter} query={query} base={base} />
      </Disclosure>
      <Link href={without} scroll={false} aria-label={`Remove the filter “${filter.sentence}”`} title="Remove">
        <X aria-hidden className="size-3 text-faint hover:text-ink" />
      </Link>
    </span>
  );
}

function Add() {
  return (
    <>
      <Plus aria-hidden className="size-3" /> Filter
    </>
  );
}

function ColumnsWord() {
  return (
    <>
      <Columns3 aria-hidden /> Columns
    </>
  );
}
