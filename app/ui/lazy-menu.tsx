"use client";
/** A menu whose button stands at once and whose inside is fetched when somebody reaches for it. */
import { cloneElement, type ReactElement, type ReactNode, Suspense, startTransition, useState } from "react";

type Button = ReactElement<React.ComponentProps<"button">>;

export function LazyMenu({
  trigger,
  fetch,
  children,
}: {
  trigger: Button;
  /** Begins to fetch the inside; called more than once. */
  fetch: () => unknown;
  /** The menu, open, with this trigger. */
  children: (trigger: Button) => ReactNode;
}) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <Suspense fallback={trigger}>{children(trigger)}</Suspense>;
  return cloneElement(trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: fetch,
    onFocus: fetch,
    onClick: () => startTransition(() => setWanted(true)),
  });
}
