"use client";
/** The small parts a sentence is made of: choices, numbers, texts and days in the line. */
import { clsx } from "clsx";
import type { ComponentProps } from "react";

export const pill =
  "h-8 max-w-full min-w-0 rounded border border-line-strong bg-raised px-2.5 text-left hover:not-disabled:bg-hover";

/** A native select as wide as what is chosen: works with the phone's own picker. */
export function PillSelect({
  label,
  options,
  ...rest
}: {
  label: string;
  options: readonly { value: string; label: string }[];
} & Omit<ComponentProps<"select">, "className">) {
  return (
    <select aria-label={label} className={clsx(pill, "field-sizing-content bg-none")} {...rest}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

export function PillInput({ label, className, ...rest }: { label: string } & ComponentProps<"input">) {
  return (
    <input
      aria-label={label}
      autoComplete="off"
      className={clsx(pill, "field-sizing-content", className ?? "min-w-24 max-w-80")}
      {...rest}
    />
  );
}

/** A decimal as it is typed: texts, never floats. */
export function PillDecimal(props: { label: string; value: string; onChange: (value: string) => void }) {
  const { label, value, onChange } = props;
  return (
    <PillInput
      label={label}
      className="num min-w-14 max-w-48"
      inputMode="decimal"
      maxLength={20}
      value={value}
      onChange={(event) => onChange(event.target.value.trim())}
    />
  );
}

/** A whole number; undefined while nothing stands there. */
export function PillCount({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  return (
    <PillInput
      label={label}
      className="num min-w-10 max-w-28 text-center"
      inputMode="numeric"
      maxLength={7}
      value={value ?? ""}
      onChange={(event) => {
        const digits = event.target.value.replace(/\D/g, "");
        onChange(digits === "" ? undefined : Number(digits));
      }}
    />
  );
}

export function PillDay(props: { label: string; value: string; onChange: (value: string) => void }) {
  const { label, value, onChange } = props;
  return (
    <PillInput
      label={label}
      className="num"
      type="date"
      min="1900-01-01"
      max="2199-12-31"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** "and" or "or" at the head of a line, at phone width. */
export function Joint({ word }: { word: string }) {
  return word ? <span className="text-small text-muted md:hidden">{word}</span> : null;
}
