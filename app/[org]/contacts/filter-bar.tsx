/** Search, filters as chips that edit in place, and the columns. Every part is a link or a GET form. */
import { Columns3, Plus, X } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { buttonClass } from "@/app/ui/button";
import { chipClass } from "@/app/ui/chip";
import { Disclosure } from "@/app/ui/disclosure";
import { SearchBox } from "@/app/ui/search-box";
import type { ColumnName } from "@/lib/contacts/directory/columns";
import { addressOf, type Query, writeQuery } from "@/lib/contacts/directory/params";
import { ColumnChooser } from "./column-chooser";
import { type Filter, sentence } from "./filters";

export function FilterBar({
  org,
  query,
  filters,
  columns,
}: {
  org: string;
  query: Query;
  filters: Filter[];
  columns: ColumnName[];
}) {
  const base = `/${org}/contacts`;
  const set = filters.filter((filter) => filter.chosen.length > 0);
  const unset = filters.filter((filter) => filter.chosen.length === 0 && filter.options.length > 0);
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
        <Chip key={filter.name} filter={filter} query={query} base={base} />
      ))}
      {unset.length > 0 ? (
        <Disclosure className={chipClass(false)} summary={<Add />}>
          <Form action={base} scroll={false} className="grid gap-3">
            <Kept query={query} />
            <div className="grid max-h-[50dvh] gap-3 overflow-auto">
              {unset.map((filter) => (
                <Options key={filter.name} filter={filter} />
              ))}
            </div>
            <Apply />
          </Form>
        </Disclosure>
      ) : null}
      {set.length > 0 ? (
        <Link href={base} className="px-1 text-muted hover:text-ink">
          Clear
        </Link>
      ) : null}
      <div className="ml-auto hidden md:block">
        <Disclosure end className={buttonClass("bare")} summary={<ColumnsWord />}>
          <ColumnChooser org={org} columns={columns} />
        </Disclosure>
      </div>
    </div>
  );
}

function Chip({ filter, query, base }: { filter: Filter; query: Query; base: string }) {
  const without = addressOf(base, query, filter.cleared);
  return (
    <span className={chipClass(true)}>
      <Disclosure className="max-w-[60vw] truncate" summary={sentence(filter)}>
        <Form action={base} scroll={false} className="grid gap-3">
          <Kept query={{ ...query, ...filter.cleared }} />
          <Options filter={filter} />
          <Apply />
        </Form>
      </Disclosure>
      <Link href={without} scroll={false} aria-label={`Remove the filter “${sentence(filter)}”`} title="Remove">
        <X aria-hidden className="size-3 text-faint hover:text-ink" />
      </Link>
    </span>
  );
}

function Options({ filter }: { filter: Filter }) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 text-small text-muted">{filter.title}</legend>
      {filter.options.map((option) => (
        <label key={option.value} className="flex items-center gap-2">
          <input
            type={filter.single ? "radio" : "checkbox"}
            name={filter.name}
            value={option.value}
            defaultChecked={filter.chosen.includes(option.value)}
            className="accent-accent"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

function Apply() {
  return (
    <button type="submit" className={buttonClass("go")}>
      Show these
    </button>
  );
}

/** What else holds, carried along; the page is not: a new filter begins at the start. */
function Kept({ query }: { query: Query }) {
  return [...writeQuery({ ...query, cursor: null })].map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
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
