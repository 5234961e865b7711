"use client";
/**
 * The text that is typed, until the conditions are changed otherwise; each text that is understood becomes the
 * conditions.
 */
import { useEffect, useState } from "react";
import { outlineOf, written } from "./outline";
import type { Answered, Seen } from "./use-look";
import type { Change } from "./use-outline";
import type { View } from "./view-tabs";

export type Typing = {
  view: View;
  show: (view: View) => void;
  /** Null where the text is the one that the conditions give. */
  typed: string | null;
  type: (typed: string | null) => void;
};

export function useText(given: string | undefined): Typing {
  const [view, show] = useState<View>(given === undefined ? "conditions" : "text");
  const [typed, type] = useState<string | null>(given ?? null);
  return { view, show, typed, type };
}

/** `definition` is what the conditions say now. */
export function useUnderstood(
  { view, typed }: Typing,
  { seen, current }: Answered<Seen>,
  definition: unknown,
  apply: (change: Change) => void,
) {
  const understood = view === "text" && typed !== null && current && seen && !seen.wrong ? seen.definition : null;
  useEffect(() => {
    if (!understood) return;
    const outline = outlineOf(understood);
    if (JSON.stringify(written(outline).definition) === JSON.stringify(definition)) return;
    apply({ do: "take", outline });
  }, [understood, definition, apply]);
}
