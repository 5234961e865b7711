"use client";
/**
 * The right edge of a heading: dragged, or moved by arrow keys, it sets the column's width; a double click frees it.
 */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { toast } from "@/app/ui/toaster";
import { sizeColumnAction } from "./actions";

type Props = { org: string; column: string; title: string; width: number | undefined };

// As lib/contacts/directory/columns.ts allows; not taken from there, which would bring the database to the browser.
const narrowest = 64;
const widest = 720;

export function Edge({ org, column, title, width }: Props) {
  const edge = useRef<HTMLSpanElement>(null);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [now, setNow] = useState(width);

  const keep = async (next: number | null) => {
    const outcome = await sizeColumnAction(null, { org, column, width: next });
    if (!outcome.ok) toast.error(outcome.message);
  };
  const size = (next: number) => {
    const within = Math.round(Math.min(widest, Math.max(narrowest, next)));
    for (const cell of cellsOf(edge.current)) resize(cell, `${within}px`);
    setNow(within);
    return within;
  };
  const free = () => {
    for (const cell of cellsOf(edge.current)) resize(cell, "");
    setNow(undefined);
    void keep(null);
  };

  function drag(event: PointerEvent<HTMLSpanElement>) {
    if (event.button !== 0) return;
    event.preventDefault();
    const handle = event.currentTarget;
    const [from, wide] = [event.clientX, handle.parentElement!.offsetWidth];
    let last: number | null = null;
    const move = ({ clientX }: globalThis.PointerEvent) => {
      last = size(wide + clientX - from);
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", move);
    const done = () => {
      handle.removeEventListener("pointermove", move);
      if (last !== null) void keep(last);
    };
    handle.addEventListener("lostpointercapture", done, { once: true });
  }

  function press(event: KeyboardEvent<HTMLSpanElement>) {
    if (event.key === "Enter") return free();
    const steps: Record<string, number> = { ArrowLeft: -8, ArrowRight: 8 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = size(edge.current!.parentElement!.offsetWidth + step * (event.shiftKey ? 5 : 1));
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => void keep(next), 500);
  }

  return (
    <span
      ref={edge}
      role="slider"
      aria-label={`Width of ${title}`}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={now ?? narrowest}
      aria-valuetext={now ? `${now} pixels` : "as wide as what is in it"}
      tabIndex={0}
      title="Drag to set the width, double-click to free it"
      onPointerDown={drag}
      onDoubleClick={free}
      onKeyDown={press}
      className="absolute top-1.5 right-0 bottom-1.5 w-[7px] cursor-col-resize touch-none border-r border-transparent -outline-offset-1 hover:border-line-strong focus-visible:border-accent"
    />
  );
}

function cellsOf(edge: HTMLElement | null): HTMLElement[] {
  const heading = edge?.parentElement as HTMLTableCellElement | null | undefined;
  if (!heading) return [];
  return [...heading.closest("table")!.rows].flatMap((row) => row.cells[heading.cellIndex] ?? []);
}

function resize({ style }: HTMLElement, width: string) {
  Object.assign(style, { width, minWidth: width, maxWidth: width });
}
