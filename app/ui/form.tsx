"use client";
/** A form over a server action: works before scripts run, keeps what was typed, tells errors at the field and on top. */
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  type RefObject,
  useActionState,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { Action, Outcome } from "@/lib/web/action";
import { Checkbox, Field, FormError, Select, TextArea } from "./field";

const State = createContext<{ outcome: Outcome<unknown> | null; id: string }>({ outcome: null, id: "form" });

/** `org` is the organization's slug; `hidden` are fields nobody sees. A success's message stands at the form's end. */
export function ActionForm<R>({
  action,
  org,
  hidden = {},
  children,
  className = "grid gap-4",
  ...rest
}: {
  action: Action<R>;
  org?: string;
  hidden?: Record<string, string>;
  children: ReactNode;
  className?: string;
} & Pick<ComponentProps<"form">, "aria-label" | "aria-labelledby">) {
  const [outcome, submit] = useActionState(action, null);
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const named = useFieldAtFault(outcome, form);
  useEffect(() => {
    if (outcome?.ok === false) form.current?.querySelector<HTMLElement>("[role=alert]")?.focus();
  }, [outcome]);
  const sent = org === undefined ? hidden : { org, ...hidden };
  return (
    <State value={{ outcome, id }}>
      <form action={submit} ref={form} className={className} noValidate {...rest}>
        {outcome?.ok === false ? <FormError>{named + outcome.message}</FormError> : null}
        {Object.entries(sent).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
        <p role="status" className="text-muted empty:hidden">
          {outcome?.ok ? outcome.message : null}
        </p>
      </form>
    </State>
  );
}

/** "Birthday: " where what is told on top is what is wrong with that one field, as its label calls it; else nothing. */
function useFieldAtFault(outcome: Outcome<unknown> | null, form: RefObject<HTMLFormElement | null>): string {
  const [named, setNamed] = useState("");
  useLayoutEffect(() => {
    const fault = outcome?.ok === false && Object.entries(outcome.fields).find(([, told]) => told === outcome.message);
    const field = `[name="${CSS.escape(fault ? fault[0] : "")}"]:not([type=checkbox])`;
    const label = form.current?.querySelector<HTMLInputElement>(field)?.labels?.[0]?.textContent;
    setNamed(label ? `${label}: ` : "");
  }, [outcome, form]);
  return named;
}

/** A field of an ActionForm: its error and what was typed come from the last outcome. */
export function FormField(props: ComponentProps<typeof Field>) {
  const { error, value, id } = useField(props.name);
  return <Field id={id} {...props} error={error} defaultValue={value ?? props.defaultValue} />;
}

export function FormTextArea(props: ComponentProps<typeof TextArea>) {
  const { error, value, id } = useField(props.name);
  return <TextArea id={id} {...props} error={error} defaultValue={value ?? props.defaultValue} />;
}

export function FormSelect(props: ComponentProps<typeof Select>) {
  const { error, value, id } = useField(props.name);
  // The key makes a select anew: React does not move a living one to another default, also not after saving.
  const chosen = value ?? props.defaultValue;
  return <Select key={String(chosen)} id={id} {...props} error={error} defaultValue={chosen} />;
}

export function FormCheckbox({ defaultChecked, ...props }: ComponentProps<typeof Checkbox>) {
  const outcome = useContext(State).outcome;
  const typed = outcome?.ok === false ? outcome.values[props.name] : undefined;
  const on = Array.isArray(typed) ? typed.includes(String(props.value)) : typed === "on";
  const refusal = useRefusal(props.name);
  // Of several boxes of one name none is at fault by itself.
  const error = props.value === undefined ? refusal : undefined;
  return <Checkbox {...props} error={error} defaultChecked={typed === undefined ? defaultChecked : on} />;
}

/** A field nobody sees. A refusal may give it its next value: the failure names it among its fields. */
export function FormHidden({ name, value }: { name: string; value: string }) {
  return <input type="hidden" name={name} value={useRefusal(name) ?? value} />;
}

/** What the last refusal said of this name; undefined when there was none. */
export function useRefusal(name: string): string | undefined {
  const { outcome } = useContext(State);
  return outcome?.ok === false ? outcome.fields[name] : undefined;
}

function useField(name: string): { error?: string; value?: string; id: string } {
  const { outcome, id } = useContext(State);
  const own = `${id}-${name}`;
  if (outcome?.ok !== false) return { id: own };
  const value = outcome.values[name];
  return { id: own, error: outcome.fields[name], value: typeof value === "string" ? value : undefined };
}
