"use client";
/** What more is asked of an event: of which property, in which time, and with which filters. */
import { Plus, X } from "lucide-react";
import type { Filter, Leaf } from "@/lib/segments/definition";
import type { Measure } from "@/lib/segments/definition-values";
import type { Dimension, Part } from "@/lib/segments/sheet";
import { askedBy, freshlyAsked, operatorsFor, windowBy, windows, wordsFor } from "./asked";
import { PillInput, PillSelect } from "./pills";
import { ValueFields } from "./value-fields";

type Props = { dimension: Dimension; leaf: Leaf; onChange: (leaf: Leaf) => void };

const numeric = ({ type }: Part) => type === "number" || type === "money";

export function MeasureFields({ dimension, leaf, onChange }: Props) {
  const measure = leaf.value as Measure | undefined;
  const properties = Object.entries(dimension.properties ?? {}).filter(([, part]) => numeric(part));
  if (!measure) return <span className="text-muted">Nothing about it can be summed.</span>;
  const part = partOf(dimension, measure.of);
  const told = (change: Partial<Measure>) => onChange({ ...leaf, value: { ...measure, ...change } });
  return (
    <>
      <PillSelect
        label={`${dimension.label}: of`}
        options={properties.map(([value, { label }]) => ({ value, label: label.toLowerCase() }))}
        value={measure.of}
        onChange={(event) => told({ of: event.target.value })}
      />
      <Question
        part={part}
        dimension={dimension}
        property={measure.of}
        asked={measure}
        onChange={({ operator, value }) => told({ operator, value: value ?? "" })}
      />
    </>
  );
}

export function WindowFields({ dimension, leaf, onChange }: Props) {
  const { when, ...rest } = leaf;
  const options = Object.entries(windows).map(([value, { words }]) => ({ value, label: words }));
  const operator = when ? windows[when.operator] : undefined;
  const of = { part: { type: "date", label: `${dimension.label}, when` } as const, field: dimension.key };
  return (
    <>
      <PillSelect
        label={`${dimension.label}: when`}
        options={[{ value: "", label: "at any time" }, ...options]}
        value={when?.operator ?? ""}
        onChange={({ target: { value } }) => onChange(value ? { ...leaf, when: windowBy(when, value) } : rest)}
      />
      {when && operator ? (
        <ValueFields
          of={of}
          operator={operator}
          value={when.value}
          onChange={(value) => onChange({ ...leaf, when: { ...when, value: value ?? "" } })}
        />
      ) : null}
    </>
  );
}

export function FilterFields({ dimension, leaf, onChange }: Props) {
  const filters = leaf.where ?? [];
  const names = namesIn(dimension);
  const set = (where: Filter[]) => {
    const { where: _, ...rest } = leaf;
    onChange(where.length > 0 ? { ...leaf, where } : rest);
  };
  const [first] = names;
  return (
    <>
      {filters.map((filter, at) => (
        <FilterLine
          key={`${filters.indexOf(filter)} ${filter.property.split(":")[0]}`}
          first={at === 0}
          dimension={dimension}
          filter={filter}
          onChange={(changed) => set(filters.map((one, n) => (n === at ? changed : one)))}
          onRemove={() => set(filters.filter((_, n) => n !== at))}
        />
      ))}
      {first && filters.length < 10 ? (
        <button
          type="button"
          aria-label={`Add a filter to ${dimension.label}`}
          className="inline-flex h-8 items-center gap-1 rounded px-1.5 text-muted hover:bg-hover hover:text-ink"
          onClick={() => set([...filters, freshFilter(dimension, first.value)])}
        >
          <Plus aria-hidden className="size-3.5" />
          filter
        </button>
      ) : null}
    </>
  );
}

function FilterLine({
  dimension,
  filter,
  first,
  onChange,
  onRemove,
}: {
  dimension: Dimension;
  filter: Filter;
  first: boolean;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}) {
  const [kind, own] = toldAs(dimension, filter.property);
  const part = partOf(dimension, filter.property);
  return (
    <span className="flex max-w-full flex-wrap items-center gap-1.5">
      <span className="text-muted">{first ? "where" : "and"}</span>
      <PillSelect
        label={`${dimension.label}: filter by`}
        options={namesIn(dimension)}
        value={kind}
        onChange={(event) => onChange(freshFilter(dimension, event.target.value))}
      />
      {own === null ? null : (
        <PillInput
          label="The property’s name"
          placeholder="colour"
          value={own}
          maxLength={60}
          onChange={(event) => onChange({ ...filter, property: `${kind}${event.target.value}` })}
        />
      )}
      <Question
        part={part}
        dimension={dimension}
        property={filter.property}
        asked={filter}
        onChange={(asked) => onChange({ property: filter.property, ...asked })}
      />
      <button
        type="button"
        aria-label={`Remove the filter by ${part.label}`}
        title="Remove the filter"
        className="rounded p-1.5 text-faint hover:bg-hover hover:text-ink"
        onClick={onRemove}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}

type Asked = { operator: string; value?: Leaf["value"] };

/** Operator and value of a property. */
function Question({
  part,
  dimension,
  property,
  asked,
  onChange,
}: {
  part: Part;
  dimension: Dimension;
  property: string;
  asked: Asked;
  onChange: (asked: Asked) => void;
}) {
  const operators = operatorsFor(part);
  const operator = operators[asked.operator];
  return (
    <>
      <PillSelect
        label={`${part.label}: how`}
        options={Object.keys(operators).map((value) => ({ value, label: wordsFor(part, value) }))}
        value={asked.operator}
        onChange={(event) => onChange(askedBy(part, asked, event.target.value))}
      />
      {operator ? (
        <ValueFields
          of={{ part, field: dimension.key, property }}
          operator={operator}
          value={asked.value}
          onChange={(value) => onChange({ operator: asked.operator, value })}
        />
      ) : null}
    </>
  );
}

/** Properties to filter by; a program's own by their names. */
function namesIn({ properties, told }: Dimension): { value: string; label: string }[] {
  const known = Object.entries(properties ?? {}).map(([value, { label }]) => ({ value, label }));
  const own = [
    { value: "text:", label: "another text…" },
    { value: "number:", label: "another number…" },
  ];
  return told ? [...known, ...own] : known;
}

/** The choice among `namesIn`, and the name that was typed for it; null for a known property. */
function toldAs({ told }: Dimension, property: string): [string, string | null] {
  const [, kind, name] = (told && /^(text:|number:)(.*)$/s.exec(property)) || [];
  return kind === undefined ? [property, null] : [kind, name ?? ""];
}

function partOf(dimension: Dimension, property: string): Part {
  const known = dimension.properties?.[property];
  if (known) return known;
  const [kind, name] = toldAs(dimension, property);
  return { type: kind === "number:" ? "number" : "text", label: name ? `“${name}”` : "its property" };
}

const freshFilter = (dimension: Dimension, property: string): Filter => ({
  property,
  ...freshlyAsked(partOf(dimension, property)),
});
