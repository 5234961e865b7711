"use client";
/** A form that is one button: runs an action, tells the result in a toast. Works before scripts too. */
import { type ReactNode, useActionState, useEffect } from "react";
import type { Action, Outcome } from "@/lib/web/action";
import type { Look } from "./button";
import { Submit } from "./submit";
import { toast } from "./toaster";

export function ActionButton({
  action,
  org,
  hidden = {},
  children,
  pending,
  look = "plain",
  className,
}: {
  action: Action<undefined>;
  org: string;
  /** What the action is told, as hidden fields. */
  hidden?: Record<string, string>;
  children: ReactNode;
  pending: string;
  look?: Look;
  className?: string;
}) {
  const [outcome, send] = useActionState<Outcome | null, FormData>(action, null);
  useEffect(() => {
    if (outcome?.ok === false) toast.error(outcome.message);
    else if (outcome?.message) toast.success(outcome.message);
  }, [outcome]);
  return (
    <form action={send}>
      {Object.entries({ org, ...hidden }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Submit look={look} pending={pending} className={className}>
        {children}
      </Submit>
    </form>
  );
}
