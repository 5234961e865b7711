"use client";
/** Which rows are ticked: read from the boxes themselves, so that what was ticked before scripts came counts too. */
import { useCallback, useEffect, useRef, useState } from "react";

const boxes = () => [...document.querySelectorAll<HTMLInputElement>('input[name="contacts"][form="bulk"]')];
const seen = (box: HTMLElement) => box.offsetParent !== null;
const pageBox = () => document.querySelector<HTMLInputElement>("[data-select-page] input");

/** `ids` are the rows of the page, in order. Gives those that are ticked, and a way to untick all. */
export function useChosen(ids: string[]): { chosen: string[]; clear: () => void } {
  const [chosen, choose] = useState<string[]>([]);
  const last = useRef<HTMLInputElement | null>(null);

  const look = useCallback(() => {
    const ticked = new Set(boxes().flatMap((box) => (box.checked ? box.value : [])));
    choose((before) => (before.length === ticked.size && before.every((id) => ticked.has(id)) ? before : [...ticked]));
    const page = pageBox();
    if (!page) return;
    page.checked =
      ticked.size > 0 &&
      boxes()
        .filter(seen)
        .every((box) => box.checked);
    page.indeterminate = ticked.size > 0 && !page.checked;
  }, []);

  const clear = useCallback(() => {
    for (const box of boxes()) box.checked = false;
    const mode = document.querySelector<HTMLInputElement>(".select-mode");
    if (mode) mode.checked = false;
    look();
  }, [look]);

  // Other rows stand there now: some of the ticked may be gone.
  const rows = ids.join();
  useEffect(() => {
    if (rows) look();
  }, [rows, look]);

  useEffect(() => {
    const stop = new AbortController();
    const shown = pageBox()?.parentElement;
    shown?.classList.remove("invisible");
    document.addEventListener("click", (event) => clicked(event, last, look, clear), { signal: stop.signal });
    document.addEventListener("keydown", (event) => pressed(event, look, clear), { signal: stop.signal });
    return () => stop.abort();
  }, [look, clear]);

  return { chosen, clear };
}

type Last = { current: HTMLInputElement | null };

function clicked(event: MouseEvent, last: Last, look: () => void, clear: () => void) {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
  if (box === pageBox()) for (const one of boxes().filter(seen)) one.checked = box.checked;
  else if (box.classList.contains("select-mode")) {
    if (!box.checked) clear();
  } else if (box.name !== "contacts") return;
  else {
    if (event.shiftKey && last.current) for (const one of between(last.current, box)) one.checked = box.checked;
    last.current = box;
    // The same person may stand in the table and among the phone's rows.
    for (const one of boxes()) if (one.value === box.value) one.checked = box.checked;
  }
  look();
}

function between(one: HTMLInputElement, other: HTMLInputElement): HTMLInputElement[] {
  const all = boxes().filter(seen);
  const [from, to] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
  return from === undefined || from < 0 || to === undefined ? [] : all.slice(from, to + 1);
}

/** x ticks the row that has the focus, Esc unticks all; neither while somebody types or a dialog is open. */
function pressed(event: KeyboardEvent, look: () => void, clear: () => void) {
  const at = document.activeElement;
  const typing = at instanceof HTMLInputElement && at.type !== "checkbox";
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("[role=dialog], [role=menu]"))
    return;
  if (event.key === "Escape" && !event.defaultPrevented) clear();
  if (event.key !== "x") return;
  const box = at?.closest("[data-contact]")?.querySelector<HTMLInputElement>('input[name="contacts"]');
  if (!box) return;
  box.checked = !box.checked;
  look();
}
