"use client";
import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { buttonClass, type Look } from "./button";

/** A form's button that says what it does while it does it: `pending` is "Connecting…". */
export function Submit({
  children,
  pending,
  look = "go",
  name,
  value,
  className,
}: {
  children: ReactNode;
  pending: string;
  look?: Look;
  name?: string;
  value?: string;
  className?: string;
}) {
  const status = useFormStatus();
  const mine = status.pending && (name === undefined || status.data?.get(name) === value);
  return (
    <button
      type="submit"
      data-look={look}
      className={buttonClass(look, className)}
      disabled={status.pending}
      aria-busy={mine}
      name={name}
      value={value}
    >
      {mine ? pending : children}
    </button>
  );
}
