"use client";
/** A list one narrows by typing: arrows move, Enter takes. */
import { Command } from "cmdk";
import { Check } from "lucide-react";
import type { ReactNode } from "react";

const heading =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-muted";

/** Every word typed is in it somewhere; where the name begins with it, first. */
function fitOf(value: string, typed: string, words: string[] = []): number {
  const said = [value, ...words].join(" ").toLowerCase();
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (!parts.every((part) => said.includes(part))) return 0;
  return value.toLowerCase().startsWith(parts.join(" ")) ? 1 : 0.5;
}

/** `filter` false: what fits is decided elsewhere. */
export function Options({
  label,
  placeholder,
  typed,
  onType,
  filter = true,
  empty,
  children,
}: {
  label: string;
  placeholder: string;
  typed: string;
  onType: (typed: string) => void;
  filter?: boolean;
  empty: string;
  children: ReactNode;
}) {
  return (
    <Command label={label} shouldFilter={filter} filter={fitOf} loop>
      <Command.Input
        autoFocus
        value={typed}
        onValueChange={onType}
        placeholder={placeholder}
        maxLength={200}
        className="h-10 w-full border-b bg-transparent px-3 outline-none"
      />
      <Command.List tabIndex={-1} className="max-h-[min(320px,50dvh)] overflow-auto p-1">
        <Command.Empty className="px-3 py-5 text-center text-muted">{empty}</Command.Empty>
        {children}
      </Command.List>
    </Command>
  );
}

export function OptionGroup({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Command.Group heading={name} className={heading}>
      {children}
    </Command.Group>
  );
}

export function Option({
  value,
  words,
  chosen,
  onChoose,
  hint,
  children,
}: {
  value: string;
  /** What else it is found by. */
  words?: string[];
  chosen?: boolean;
  onChoose: () => void;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      keywords={words}
      onSelect={onChoose}
      className="flex cursor-pointer items-start gap-2 rounded px-2.5 py-1.5 data-[selected=true]:bg-hover"
    >
      <span className="min-w-0 grow break-words">
        {children}
        {hint ? <span className="block text-small text-muted">{hint}</span> : null}
      </span>
      {chosen ? (
        <>
          <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
          <span className="sr-only">, chosen</span>
        </>
      ) : null}
    </Command.Item>
  );
}
