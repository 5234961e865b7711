"use client";
import { useEffect } from "react";
import type { Change } from "./use-outline";

/** Ctrl/⌘ Z and Ctrl/⌘ Shift Z, but not in a field: there they are the field's own. */
export function useUndoKeys(change: (change: Change) => void) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey)) return;
      if (event.target instanceof Element && event.target.closest("input, textarea")) return;
      event.preventDefault();
      change({ do: event.shiftKey ? "redo" : "undo" });
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [change]);
}
