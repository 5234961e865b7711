"use client";
/** The outline with its past: everything can be taken back, typing in one row as one step. */
import { useReducer } from "react";
import { type Edit, edited } from "./edits";
import { mostDeep, type Outline } from "./outline";

type Past = { outline: Outline; before: Outline[]; after: Outline[]; typing: string | null; refused: string | null };
export type Change = Edit | { do: "undo" } | { do: "redo" };

const mostSteps = 200;

export function useOutline(first: Outline) {
  const [past, change] = useReducer(changed, { outline: first, before: [], after: [], typing: null, refused: null });
  const { outline, before, after, refused } = past;
  return { outline, change, refused, canUndo: before.length > 0, canRedo: after.length > 0 };
}

export function changed(past: Past, change: Change): Past {
  const { outline, before, after } = past;
  const rest = { typing: null, refused: null };
  if (change.do === "undo") {
    const [last] = before.slice(-1);
    return last ? { ...rest, outline: last, before: before.slice(0, -1), after: [outline, ...after] } : past;
  }
  if (change.do === "redo") {
    const [next, ...later] = after;
    return next ? { ...rest, outline: next, before: [...before, outline], after: later } : past;
  }
  const now = edited(outline, change);
  if (now === outline) return { ...past, refused };
  const typing = change.do === "ask" ? change.id : change.do === "take" ? "text" : null;
  const steps = typing && typing === past.typing ? before : [...before, outline].slice(-mostSteps);
  return { outline: now, before: steps, after: [], typing, refused: null };
}

const refused = `It cannot go further that way. Groups may stand in each other ${mostDeep} deep, not deeper.`;
