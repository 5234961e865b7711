"use client";
/** `/` goes to the search, Ctrl or ⌘ K opens the palette, which is fetched when it is first wanted. */
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { Place } from "./palette";

const Palette = dynamic(() => import("./palette").then((file) => file.Palette), { ssr: false });

export function Shortcuts({ org, places }: { org: string; places: Place[] }) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const show = (next: boolean) => {
    setWanted(true);
    setOpen(next);
  };

  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        setWanted(true);
        setOpen((now) => !now);
      } else if (event.key === "/" && !isTyping(event.target)) {
        event.preventDefault();
        const boxes = document.querySelectorAll<HTMLInputElement>("[data-find]");
        boxes[boxes.length - 1]?.focus();
      }
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);

  return (
    <>
      <button
        type="button"
        onClick={() => show(true)}
        aria-label="Open the command palette (Ctrl K)"
        className="hidden shrink-0 rounded-sm border border-line-strong bg-raised px-[5px] text-[11px] leading-4 font-medium text-faint sm:block"
      >
        Ctrl K
      </button>
      {wanted ? <Palette org={org} places={places} open={open} onOpenChange={show} /> : null}
    </>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
