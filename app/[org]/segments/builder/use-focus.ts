"use client";
/** After a change the focus goes to what was changed: to what was made, to what was moved, beside what was removed. */
import { useEffect, useLayoutEffect, useRef } from "react";
import { idOf } from "./edits";
import { find, type Outline } from "./outline";
import type { Change } from "./use-outline";

/** Gives what to call before each change. */
export function useFocus(outline: Outline): (change: Change) => void {
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (wanted.current) elementOf(wanted.current)?.focus();
  });
  // What closes at the same moment gives the focus back to a button that may be gone by then.
  useEffect(() => {
    const selector = wanted.current;
    wanted.current = null;
    if (!selector) return;
    const later = setTimeout(() => {
      if (document.activeElement === document.body) elementOf(selector)?.focus();
    }, 80);
    return () => clearTimeout(later);
  });
  return (change) => {
    wanted.current = goalOf(outline, change);
  };
}

const elementOf = (selector: string) => document.querySelector<HTMLElement>(selector);

function goalOf(outline: Outline, change: Change): string | null {
  const fresh = `[data-part="${idOf(outline)}"]`;
  switch (change.do) {
    case "add":
      return `${fresh} :is([data-how], [data-value])`;
    case "add-group":
      return `${fresh} [data-add]`;
    case "duplicate":
      return `${fresh} [data-handle]`;
    case "step":
    case "move":
    case "wrap":
      return `[data-handle="${change.id}"]`;
    case "remove":
    case "dissolve":
      return besideOf(outline, change.id);
    default:
      return null;
  }
}

function besideOf(outline: Outline, id: string): string | null {
  const { parent, at } = find(outline, id) ?? {};
  if (!parent || at === undefined) return null;
  const beside = parent.parts[at + 1] ?? parent.parts[at - 1];
  return beside ? `[data-handle="${beside.id}"]` : `[data-add="${outline.include.id}"]`;
}
