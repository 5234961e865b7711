"use client";
/**
 * The panel beside the list: takes the focus and gives it back, Esc closes, j and k go to the next and previous row.
 */
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { useLeave } from "./leave";

type Props = {
  /** The contact shown. */
  contact: string;
  label: string;
  /** The list's address without the panel. */
  list: string;
  /** The addresses of the rows' neighbours, as far as they are on this page of the list. */
  next: string | null;
  previous: string | null;
  children: ReactNode;
};

export function SidePanel({ contact, label, list, next, previous, children }: Props) {
  const router = useRouter();
  const leave = useLeave(list);
  const panel = useRef<HTMLElement>(null);
  // In this order: what is behind must be reachable again before it gets the focus back.
  useAlone(panel);
  useFocus(panel, contact);

  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if (event.defaultPrevented || isElsewhere(event.target, panel.current)) return;
      if (event.key === "Escape") return leave();
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const to = event.key === "j" ? next : event.key === "k" ? previous : null;
      if (to) router.replace(to, { scroll: false });
    }
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [router, leave, next, previous]);

  return (
    <section
      ref={panel}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className="fixed inset-0 z-30 overflow-auto overscroll-contain border-l bg-raised shadow-lift outline-none md:left-auto md:w-[480px]"
    >
      {children}
    </section>
  );
}

/** The panel has the focus while it is open; afterwards what opens the row it showed last. */
function useFocus(panel: React.RefObject<HTMLElement | null>, contact: string) {
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
    panel.current?.scrollTo(0, 0);
    return () => {
      const openers = document.querySelectorAll<HTMLElement>(`[data-opens="${contact}"]`);
      const opener = [...openers].find((one) => one.checkVisibility());
      // A dialog that opened meanwhile keeps the focus.
      if (!document.activeElement?.closest("[role=dialog]")) opener?.focus();
    };
  }, [panel, contact]);
}

/** On a phone the panel covers the page: nothing behind it can be reached. */
function useAlone(panel: React.RefObject<HTMLElement | null>) {
  useEffect(() => {
    const phone = window.matchMedia("(max-width: 767px)");
    const behind: Element[] = [];
    for (let at: Element | null = panel.current; at?.parentElement; at = at.parentElement) {
      if (at.parentElement === document.body) break;
      behind.push(...[...at.parentElement.children].filter((other) => other !== at));
    }
    const settle = () => {
      for (const element of behind) element.toggleAttribute("inert", phone.matches);
    };
    settle();
    phone.addEventListener("change", settle);
    return () => {
      phone.removeEventListener("change", settle);
      for (const element of behind) element.removeAttribute("inert");
    };
  }, [panel]);
}

/** Whether a key was meant for a dialog or menu over the panel. */
function isElsewhere(target: EventTarget | null, panel: HTMLElement | null): boolean {
  const layer = target instanceof Element ? target.closest("[role=dialog], [role=menu], [role=listbox]") : null;
  return layer !== null && layer !== panel;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
