/** A labelled input: label above, help below, the error at the field and tied to it for screen readers. */
import { clsx } from "clsx";
import type { ComponentProps, ReactNode, Ref } from "react";

const input =
  "h-[2.125rem] w-full rounded border bg-raised px-2.5 text-base aria-invalid:border-stop disabled:opacity-60 border-line-strong";

type Frame = { label: string; hint?: ReactNode; error?: string; name: string };

export function Field({ label, hint, error, name, className, ...rest }: Frame & ComponentProps<"input">) {
  const id = rest.id ?? `field-${name}`;
  return (
    <Framed label={label} hint={hint} error={error} id={id}>
      <input id={id} name={name} className={clsx(input, className)} {...described(id, hint, error)} {...rest} />
    </Framed>
  );
}

/** Words of several lines. */
export function TextArea({ label, hint, error, name, className, ...rest }: Frame & ComponentProps<"textarea">) {
  const id = rest.id ?? `field-${name}`;
  return (
    <Framed label={label} hint={hint} error={error} id={id}>
      <textarea
        id={id}
        name={name}
        rows={3}
        className={clsx(input, "h-auto py-1.5", className)}
        {...described(id, hint, error)}
        {...rest}
      />
    </Framed>
  );
}

/** A native select: works before scripts and with the phone's own picker. */
export function Select({ label, hint, error, name, className, ...rest }: Frame & ComponentProps<"select">) {
  const id = rest.id ?? `field-${name}`;
  return (
    <Framed label={label} hint={hint} error={error} id={id}>
      <select
        id={id}
        name={name}
        className={clsx(input, "pr-8", className)}
        {...described(id, hint, error)}
        {...rest}
      />
    </Framed>
  );
}

export function Checkbox({ label, hint, error, name, className, ...rest }: Frame & ComponentProps<"input">) {
  const id = rest.id ?? `field-${name}-${rest.value ?? ""}`;
  return (
    <div className={clsx("grid grid-cols-[auto_1fr] items-baseline gap-x-2.5", className)}>
      <input
        id={id}
        name={name}
        type="checkbox"
        className="size-[15px] translate-y-0.5 accent-accent"
        {...described(id, hint, error)}
        {...rest}
      />
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {error ? (
        <p id={`${id}-error`} className="col-start-2 text-small text-stop">
          {error}
        </p>
      ) : null}
      {hint ? (
        <div id={`${id}-hint`} className="col-start-2 text-muted">
          {hint}
        </div>
      ) : null}
    </div>
  );
}

/** What went wrong with a whole form; stands first, is read out, and can be focused. */
export function FormError({ children, ref }: { children?: ReactNode; ref?: Ref<HTMLDivElement> }) {
  if (!children) return null;
  return (
    <div ref={ref} role="alert" tabIndex={-1} className="rounded bg-stop-soft px-3 py-2.5">
      {children}
    </div>
  );
}

function Framed({ label, hint, error, id, children }: Omit<Frame, "name"> & { id: string; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium break-words">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-error`} className="mt-1 text-small text-stop">
          {error}
        </p>
      ) : null}
      {hint ? (
        <div id={`${id}-hint`} className="mt-1 text-small text-muted">
          {hint}
        </div>
      ) : null}
    </div>
  );
}

function described(id: string, hint?: ReactNode, error?: string) {
  const by = [error ? `${id}-error` : "", hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  return { "aria-describedby": by || undefined, "aria-invalid": error ? true : undefined };
}
