"use client";
/** A small panel under a button that takes the focus while it is open; Esc and a click beside close it. */
import { Popover as Base } from "@base-ui/react/popover";
import { type ReactElement, type ReactNode, useState } from "react";

export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  giveBack,
  children,
}: {
  trigger: ReactElement;
  /** What the panel is for. */
  label: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** False where the focus goes elsewhere at the end than to the button. */
  giveBack?: () => boolean;
  children: ReactNode;
}) {
  // Opened beside its button and not at the page's end: it stays in the same landmark.
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <span ref={setPlace} className="absolute" />
      <Base.Portal container={place}>
        <Base.Positioner sideOffset={6} align="start" collisionPadding={8} className="z-50 outline-none">
          <Base.Popup
            aria-label={label}
            finalFocus={giveBack}
            className="w-80 max-w-[calc(100vw-16px)] overflow-hidden rounded-lg border border-line-strong bg-raised shadow-lift outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
