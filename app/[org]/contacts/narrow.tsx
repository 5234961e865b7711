"use client";
/** A long list of choices gets a box that narrows it while one types; what carries `data-word` is hidden or shown. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useSyncExternalStore } from "react";

export function Narrow({ label, children }: { label: string; children: ReactNode }) {
  const scripted = useSyncExternalStore(never, yes, no);
  const ground = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const around = ground.current?.closest("details");
    const focus = () => around?.open && box.current?.focus();
    // What unfolds at the end of the list would stand below its edge.
    const reveal = ({ target }: Event) =>
      target instanceof HTMLDetailsElement && target.open && target.scrollIntoView({ block: "nearest" });
    const list = ground.current;
    around?.addEventListener("toggle", focus);
    list?.addEventListener("toggle", reveal, true);
    return () => {
      around?.removeEventListener("toggle", focus);
      list?.removeEventListener("toggle", reveal, true);
    };
  }, []);

  const narrow = () => {
    const typed = box.current?.value.trim().toLowerCase() ?? "";
    for (const one of words(ground.current)) one.hidden = !one.dataset.word?.toLowerCase().includes(typed);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const first = words(ground.current).find((one) => !one.hidden);
    first?.querySelector<HTMLElement>("summary, input")?.focus();
  };
  return (
    <div ref={ground} className="grid gap-2">
      {scripted ? (
        <input
          ref={box}
          type="search"
          aria-label={label}
          placeholder={label}
          autoComplete="off"
          onInput={narrow}
          onKeyDown={press}
          className="h-8 w-full rounded border border-line-strong bg-raised px-2.5"
        />
      ) : null}
      {children}
    </div>
  );
}

const words = (ground: HTMLElement | null) => [...(ground?.querySelectorAll<HTMLElement>("[data-word]") ?? [])];
const never = () => () => {};
const yes = () => true;
const no = () => false;
