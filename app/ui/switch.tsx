"use client";
/** A switch over a server action: moves at once, says what came of it, and is a plain button before scripts run. */
import { type ReactNode, useActionState, useId, useOptimistic, useState } from "react";
import type { Action } from "@/lib/web/action";
import { useScripted } from "./scripted";

export function Switch({
  action,
  org,
  hidden = {},
  name,
  on,
  label,
  hint,
  said,
  disabled,
  tone = "stop",
}: {
  action: Action<undefined>;
  org: string;
  /** What else the action is told, as hidden fields. */
  hidden?: Record<string, string>;
  /** The field that carries the new position, "true" or "false". */
  name: string;
  on: boolean;
  label: string;
  hint?: ReactNode;
  /** What is told once it stands: [switched on, switched off]. */
  said: [string, string];
  disabled?: boolean;
  /** The colour of "on": most switches hold something back. */
  tone?: "stop" | "go";
}) {
  const id = useId();
  const [outcome, send] = useActionState(action, null);
  const [shown, show] = useOptimistic(on);
  const [told, tell] = useState("");
  const turn = async (form: FormData) => {
    show(!shown);
    tell("");
    const answer = await action(null, form);
    tell(answer.ok ? said[shown ? 1 : 0] : answer.message);
  };
  const scripted = useScripted();
  const refused = outcome?.ok === false ? outcome.message : "";
  return (
    <form action={scripted ? turn : send} className="grid grid-cols-[auto_1fr] items-start gap-x-3">
      {Object.entries({ org, ...hidden, [name]: String(!shown) }).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <button
        type="submit"
        role="switch"
        aria-checked={shown}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-hint`}
        disabled={disabled}
        className="group relative mt-px h-5 w-[34px] shrink-0 rounded-full bg-line-strong transition-colors disabled:opacity-60 data-[tone=go]:aria-checked:bg-accent data-[tone=stop]:aria-checked:bg-stop"
        data-tone={tone}
      >
        <span className="absolute top-0.5 left-0.5 size-4 rounded-full bg-white transition-transform group-aria-checked:translate-x-3.5" />
      </button>
      <div>
        <div id={`${id}-label`} className="font-medium">
          {label}
        </div>
        <div id={`${id}-hint`} className="text-small text-muted">
          {hint}
        </div>
        <p role="status" className="text-small empty:hidden">
          {told || refused}
        </p>
      </div>
    </form>
  );
}
