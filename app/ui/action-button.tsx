"use client";
/** A form that is one button: runs an action, tells the result in a toast. Works before scripts too. */
import { type ReactNode, useActionState } from "react";
import type { Action } from "@/lib/web/action";
import type { Look } from "./button";
import { useScripted } from "./scripted";
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
  const [, send] = useActionState(action, null);
  const scripted = useScripted();
  // Told where the answer arrives and not in an effect: the same update may take this button off the page.
  const sendAndTell = async (form: FormData) => {
    const outcome = await action(null, form);
    if (!outcome.ok) toast.error(outcome.message);
    else if (outcome.message) toast.success(outcome.message);
  };
  return (
    <form action={scripted ? sendAndTell : send}>
      {Object.entries({ org, ...hidden }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Submit look={look} pending={pending} className={className}>
        {children}
      </Submit>
    </form>
  );
}
