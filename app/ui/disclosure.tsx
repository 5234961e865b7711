"use client";
/**
 * A button that unfolds a small panel: plain <details>, which opens before scripts; with them Esc and a click beside
 * close it, and a field marked `data-first` is ready for typing. At phone width the panel is as wide as the page.
 */
import { type ReactNode, useEffect, useRef } from "react";

export function Disclosure({
  summary,
  className,
  label,
  end,
  children,
}: {
  summary: ReactNode;
  className: string;
  /** What the button is called, where its content does not say it. */
  label?: string;
  /** The panel hangs from the button's right edge. */
  end?: boolean;
  children: ReactNode;
}) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const close = (giveBack: boolean) => {
      if (!details.current?.open) return;
      details.current.open = false;
      if (giveBack) details.current.querySelector("summary")?.focus();
    };
    const pressed = (event: KeyboardEvent) => event.key === "Escape" && close(true);
    const clicked = (event: Event) => !details.current?.contains(event.target as Node) && close(false);
    document.addEventListener("keydown", pressed);
    document.addEventListener("pointerdown", clicked);
    return () => {
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("pointerdown", clicked);
    };
  }, []);

  return (
    <details
      ref={details}
      className="relative"
      onToggle={({ currentTarget: { open } }) => {
        if (open) details.current?.querySelector<HTMLElement>("[data-first]")?.focus();
      }}
    >
      <summary aria-label={label} className={`list-none ${className}`}>
        {summary}
      </summary>
      <div
        className={`z-30 mt-1.5 rounded-lg border border-line-strong bg-raised p-3 text-ink whitespace-normal shadow-lift max-md:fixed max-md:inset-x-4 md:absolute md:top-full md:w-64 ${end ? "md:right-0" : "md:left-0"}`}
      >
        {children}
      </div>
    </details>
  );
}
