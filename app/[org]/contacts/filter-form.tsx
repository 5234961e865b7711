/** The little form of one filter. A plain GET form: what it sends is the list's address. */
import { clsx } from "clsx";
import { buttonClass } from "@/app/ui/button";
import { firstDay, lastDay } from "@/lib/contacts/directory/choices";
import { type Query, writeQuery } from "@/lib/contacts/directory/params";
import type { Field, Filter, Option } from "./filters";
import { Narrow } from "./narrow";
import { TidyForm } from "./tidy-form";

export function FilterForm({ filter, query, base }: { filter: Filter; query: Query; base: string }) {
  return (
    <TidyForm action={base} className="grid gap-3">
      <Kept query={{ ...query, ...filter.cleared }} />
      {filter.fields.map((field) => (
        <Part key={field.name} field={field} title={filter.title} />
      ))}
      <button type="submit" className={buttonClass("go")}>
        Show these
      </button>
    </TidyForm>
  );
}

/** What else holds, carried along; the page is not: a new filter begins at the start. */
export function Kept({ query }: { query: Query }) {
  return [...writeQuery({ ...query, cursor: null })].map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}

function Part({ field, title }: { field: Field; title: string }) {
  if (field.is === "range") return <RangeFields field={field} title={title} />;
  if (field.is === "span") return <SpanFields field={field} title={title} />;
  return <Options field={field} title={title} />;
}

const many = 10;

function Options({ field, title }: { field: Extract<Field, { is: "options" }>; title: string }) {
  const { options } = field;
  const list = (
    <div className="grid max-h-[30dvh] gap-1.5 overflow-auto p-0.5">
      {options.map((option) => (
        <Choice key={option.value} option={option} field={field} />
      ))}
    </div>
  );
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{title}</legend>
      {options.length > many ? <Narrow label={`Find in ${options.length}`}>{list}</Narrow> : list}
    </fieldset>
  );
}

function Choice({ option, field }: { option: Option; field: Extract<Field, { is: "options" }> }) {
  return (
    <label data-word={option.label} className="flex items-center gap-2 hidden:hidden">
      <input
        type={field.single ? "radio" : "checkbox"}
        name={field.name}
        value={option.value}
        defaultChecked={field.chosen.includes(option.value)}
        className="shrink-0 accent-accent"
      />
      <span className="min-w-0 break-words">{option.label}</span>
    </label>
  );
}

const input = "h-8 w-full min-w-0 rounded border border-line-strong bg-raised px-2.5";

function RangeFields({ field, title }: { field: Extract<Field, { is: "range" }>; title: string }) {
  const ends = [
    { end: "min", label: "At least" },
    { end: "max", label: "At most" },
  ] as const;
  return (
    <fieldset className="grid min-w-0 grid-cols-2 gap-2">
      <legend className="sr-only">{title}</legend>
      {ends.map(({ end, label }) => (
        <label key={end} className="min-w-0">
          <span className="mb-1 block text-small text-muted">{label}</span>
          <input
            name={`${field.name}-${end}`}
            defaultValue={field.range[end] ?? ""}
            inputMode={field.step === "1" ? "numeric" : "decimal"}
            maxLength={20}
            autoComplete="off"
            className={clsx(input, "num")}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** Which fields are asked for follows from the choice, by style alone. */
function SpanFields({ field, title }: { field: Extract<Field, { is: "span" }>; title: string }) {
  const { name, span } = field;
  const dates = span?.is === "between" ? span : { from: null, to: null };
  const between = "hidden grid-cols-2 gap-2 group-has-[option[value=between]:checked]/span:grid";
  return (
    <fieldset className="group/span grid min-w-0 gap-2">
      <legend className="sr-only">{title}</legend>
      <select name={name} defaultValue={span?.is ?? "within"} aria-label={title} className={clsx(input, "pr-8")}>
        <option value="within">in the last</option>
        <option value="before">more than … ago</option>
        <option value="between">between two days</option>
      </select>
      <label className="flex items-center gap-2 group-has-[option[value=between]:checked]/span:hidden">
        <input
          name={`${name}-days`}
          defaultValue={span && span.is !== "between" ? span.days : 30}
          inputMode="numeric"
          maxLength={5}
          autoComplete="off"
          className={clsx(input, "num max-w-24")}
        />
        days
      </label>
      <div className={between}>
        <Day name={`${name}-from`} label="From" value={dates.from} />
        <Day name={`${name}-to`} label="To" value={dates.to} />
      </div>
    </fieldset>
  );
}

function Day({ name, label, value }: { name: string; label: string; value: string | null }) {
  return (
    <label className="min-w-0">
      <span className="mb-1 block text-small text-muted">{label}</span>
      <input type="date" name={name} defaultValue={value ?? ""} min={firstDay} max={lastDay} className={input} />
    </label>
  );
}
