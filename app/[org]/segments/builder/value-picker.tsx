"use client";
/** Values from the merchant's own data: one or several, found by typing; where any word will do, also the one typed. */
import { clsx } from "clsx";
import { useEffect, useState } from "react";
import { Popover } from "@/app/ui/popover";
import type { Choice } from "@/lib/segments/catalogue/field";
import type { Part } from "@/lib/segments/sheet";
import { useBuilding } from "./building";
import { Option, Options } from "./options";
import { pill } from "./pills";

/** `field` and `property` say whose values are offered. */
export type Of = { part: Part; field: string; property?: string };

export function ValuePicker({
  of,
  values,
  onChange,
  single,
}: {
  of: Of;
  values: readonly string[];
  onChange: (values: string[]) => void;
  /** One takes the place of another, and closes. */
  single?: boolean;
}) {
  const { self, remember } = useBuilding();
  const [open, setOpen] = useState(false);
  const [typed, type] = useState("");
  const { part } = of;
  const nameOf = useNames(part);
  const answer = useOffered(of, open ? typed : null);
  const offered = (answer ?? []).filter(({ value }) => value !== self);
  const turn = (next: boolean) => {
    setOpen(next);
    if (next) type("");
  };
  const take = ({ value, label }: Choice) => {
    if (part.named) remember(`${part.named} ${value}`, label);
    if (single) {
      onChange([value]);
      turn(false);
    } else {
      onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
    }
  };
  const kept = values.filter((value) => !offered.some((one) => one.value === value) && typed === "");
  const shown = [...kept.map((value) => ({ value, label: nameOf(value) })), ...offered];
  const word = typed.trim();
  const fresh = isFree(part) && word !== "" && !shown.some(({ value }) => value === word);
  return (
    <Popover
      trigger={<Trigger of={of} words={values.map(nameOf)} />}
      label={`Values of ${part.label}`}
      open={open}
      onOpenChange={turn}
    >
      <Options
        label={part.label}
        placeholder={isFree(part) ? "Find or type" : "Find"}
        typed={typed}
        onType={type}
        filter={false}
        empty={answer ? emptyWords(part) : "Looking…"}
      >
        {shown.map((one) => (
          <Option key={one.value} value={one.value} chosen={values.includes(one.value)} onChoose={() => take(one)}>
            {one.label}
          </Option>
        ))}
        {fresh ? (
          <Option value={word} onChoose={() => take({ value: word, label: word })}>
            Use “{word}”
          </Option>
        ) : null}
      </Options>
    </Popover>
  );
}

function Trigger({ of, words, ...rest }: { of: Of; words: string[] }) {
  const few = words.length > 3 ? `${words.slice(0, 3).join(", ")} and ${words.length - 3} more` : words.join(", ");
  return (
    <button
      type="button"
      aria-label={`${of.part.label}: ${few || "choose"}`}
      title={words.join(", ")}
      className={clsx(pill, "max-w-80 truncate", !few && "text-muted")}
      {...rest}
    >
      {few || "Choose…"}
    </button>
  );
}

/** Any word may be asked for, also one that nobody has yet. */
const isFree = ({ type, named, choices }: Part) => type === "text" || (named === "word" && !choices);

function useNames({ choices, named }: Part): (value: string) => string {
  const { labels } = useBuilding();
  return (value) => {
    const choice = choices?.find((one) => one.value === value);
    if (choice) return choice.label;
    if (!named || named === "word") return value;
    return labels[`${named} ${value}`] ?? `A ${named === "origin" ? "store or import" : named} that is gone`;
  };
}

const emptyWords = ({ named, live, choices }: Part): string => {
  if (!live && !choices) return "Type what to look for.";
  if (named && ["tag", "list", "segment", "group", "form"].includes(named)) return `There is no such ${named}.`;
  return "Nobody has such a value yet.";
};

/** A moment after typing pauses; `typed` null asks nothing. Null while nothing is known yet. */
function useOffered({ part, field, property }: Of, typed: string | null): Choice[] | null {
  const { org } = useBuilding();
  const [offered, setOffered] = useState<Choice[] | null>(null);
  const { choices, live } = part;
  const asks = typed !== null && live === true && !choices;
  useEffect(() => {
    if (!asks) return;
    const stop = new AbortController();
    const query = new URLSearchParams({ field, q: typed, ...(property ? { property } : {}) });
    const ask = async () => {
      const answer = await fetch(`/${org}/segments/builder/values?${query}`, { signal: stop.signal }).catch(() => null);
      if (answer?.ok) setOffered(await answer.json());
    };
    const clock = setTimeout(ask, typed === "" ? 0 : 120);
    return () => {
      clearTimeout(clock);
      stop.abort();
    };
  }, [asks, org, field, property, typed]);
  if (!choices) return typed === null || !live ? [] : offered;
  const q = (typed ?? "").toLowerCase();
  return choices.filter(({ label }) => label.toLowerCase().includes(q));
}
