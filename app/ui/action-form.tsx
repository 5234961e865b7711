"use client";
/**
 * A form around a server action: works before scripts, keeps what was typed after an error, says the error once at the
 * top (with focus) and at its field, and tells a success in a toast.
 */
import { createContext, type ReactNode, useActionState, useContext, useEffect, useRef } from "react";
import type { Action, Outcome } from "@/lib/web/action";
import { Checkbox, Field, FormError, Select } from "./field";
import { toast } from "./toaster";

const Answer = createContext<Outcome<unknown> | null>(null);

export function ActionForm<R>({
  action,
  org,
  hidden = {},
  children,
  className = "grid gap-4",
  inline,
  onDone,
}: {
  action: Action<R>;
  /** The organization's slug. */
  org?: string;
  /** Values that go along unseen. */
  hidden?: Record<string, string>;
  children: ReactNode;
  className?: string;
  /** A form that is only a button: its errors go to a toast, there is no room above it. */
  inline?: boolean;
  onDone?: (result: R) => void;
}) {
  const [outcome, send] = useActionState<Outcome<R> | null, FormData>(action, null);
  const error = useRef<HTMLDivElement>(null);
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    if (!outcome) return;
    if (outcome.ok && outcome.message) toast.success(outcome.message);
    if (outcome.ok) done.current?.(outcome.result);
    else if (inline) toast.error(outcome.message);
    else error.current?.focus();
  }, [outcome, inline]);
  const sent = org === undefined ? hidden : { org, ...hidden };
  return (
    <Answer.Provider value={outcome}>
      <form action={send} className={className}>
        {Object.entries(sent).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {outcome && !outcome.ok && !inline ? <FormError ref={error}>{outcome.message}</FormError> : null}
        {children}
      </form>
    </Answer.Provider>
  );
}

/** `Field` that shows its form's error and what was typed. */
export function FormField(props: React.ComponentProps<typeof Field>) {
  return <Field {...props} {...useTyped(props.name, props.defaultValue, props.error)} />;
}

export function FormSelect(props: React.ComponentProps<typeof Select>) {
  const typed = useTyped(props.name, props.defaultValue, props.error);
  // React resets a select to its first option after an action unless it is made anew.
  return <Select key={String(typed.defaultValue)} {...props} {...typed} />;
}

/** A checkbox that stays as it was ticked; `value` is what it sends, "on" when left out. */
export function FormCheckbox({ defaultChecked, ...props }: React.ComponentProps<typeof Checkbox>) {
  const outcome = useContext(Answer);
  const kept = outcome && !outcome.ok ? outcome.values[props.name] : undefined;
  const ticked = kept === undefined ? defaultChecked : [kept].flat().includes(String(props.value ?? "on"));
  return <Checkbox key={String(ticked)} {...props} defaultChecked={ticked} />;
}

function useTyped(name: string, defaultValue: string | number | readonly string[] | undefined, error?: string) {
  const outcome = useContext(Answer);
  if (!outcome || outcome.ok) return { defaultValue, error };
  return { defaultValue: outcome.values[name] ?? defaultValue, error: outcome.fields[name] ?? error };
}
