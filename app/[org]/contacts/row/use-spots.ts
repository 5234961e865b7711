"use client";
import { useRouter } from "next/navigation";
import { type RefObject, useEffect } from "react";
import type { MenuRow } from "./rows";

/** Where a row's menu opens, and the button that has the focus afterwards. `place` tells two openings apart. */
export type Spot = {
  row: MenuRow;
  button: HTMLElement;
  anchor: Element | { getBoundingClientRect(): DOMRect };
  place: string;
};

/**
 * Listens on the whole ground, so that a hundred rows need no scripts of their own: `button[data-menu]` opens the menu
 * of the contact it names, as does a right click on `[data-contact]`; `a[data-soft]` goes where it says without leaving
 * the list. Links keep the browser's own menu, and their own way with other buttons or keys held.
 */
export function useSpots(
  ground: RefObject<HTMLElement | null>,
  rows: MenuRow[],
  open: (spot: Spot) => void,
  fetch: () => unknown,
) {
  const router = useRouter();
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const found = (id: string | undefined) => rows.find((row) => row.id === id);

    function clicked(event: MouseEvent) {
      const target = event.target as HTMLElement;
      const link = target.closest<HTMLElement>("a[data-soft]");
      if (link && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
        event.preventDefault();
        router.push(link.dataset.soft!, { scroll: false });
      }
      const button = target.closest<HTMLElement>("button[data-menu]");
      const row = found(button?.dataset.menu);
      if (button && row) open({ row, button, anchor: button, place: row.id });
    }

    function turnedTo(event: MouseEvent) {
      const target = event.target as HTMLElement;
      const around = target.closest<HTMLElement>("[data-contact]");
      const row = found(around?.dataset.contact);
      const button = around?.querySelector<HTMLElement>("button[data-menu]");
      if (!row || !button || target.closest("a, input") || window.getSelection()?.toString()) return;
      event.preventDefault();
      const { clientX: x, clientY: y } = event;
      open({ row, button, anchor: { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }, place: `${x} ${y}` });
    }

    const reached = ({ target }: Event) => void ((target as HTMLElement).closest("button[data-menu]") && fetch());
    ground.current?.addEventListener("click", clicked, { signal });
    ground.current?.addEventListener("contextmenu", turnedTo, { signal });
    ground.current?.addEventListener("pointerover", reached, { signal });
    ground.current?.addEventListener("focusin", reached, { signal });
    return () => stop.abort();
  }, [ground, rows, open, fetch, router]);
}
