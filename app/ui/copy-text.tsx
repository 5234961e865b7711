"use client";
/** A text to take along: selected by a click, copied by the button. Without scripts it can still be selected. */
import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useId, useState } from "react";
import { Button } from "./button";
import { toast } from "./toaster";

export function CopyText({ label, value, hint }: { label: string; value: string; hint?: ReactNode }) {
  const id = useId();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const wait = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(wait);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      toast.error("Your browser does not allow copying here. Select the text and copy it.");
    }
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="h-8 min-w-0 flex-1 rounded border bg-surface px-2.5 font-mono text-small"
        />
        <Button onClick={copy}>
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {copied ? "Copied" : "Copy"}
          <span className="sr-only">: {label}</span>
        </Button>
      </div>
      {hint ? (
        <div id={`${id}-hint`} className="mt-1 text-small text-muted">
          {hint}
        </div>
      ) : null}
    </div>
  );
}
