"use client";
/** One dialog: traps focus and gives it back, Esc closes, the page behind stays. */
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactElement, type ReactNode, useRef } from "react";

export function Dialog({
  trigger,
  title,
  children,
  footer,
  open,
  onOpenChange,
  wide,
  giveBack,
  startInField,
}: {
  /** The element that opens it, such as a Button; left out when `open` is steered from outside. */
  trigger?: ReactElement;
  title: string;
  children: ReactNode;
  footer?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  wide?: boolean;
  /** Takes the focus at the end, where that is not what had it before. */
  giveBack?: () => HTMLElement | null;
  /** Begins in its first field, else at what it is for, unless that destroys; a touch brings no keyboard up. */
  startInField?: boolean;
}) {
  const popup = useRef<HTMLDivElement>(null);
  const begin = (by: string) => (by === "touch" ? true : firstField(popup.current));
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={popup}
          initialFocus={startInField ? begin : undefined}
          finalFocus={giveBack}
          className={`fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-3rem)] outline-none w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line-strong bg-raised shadow-lift transition-[scale,opacity] duration-100 data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0 ${wide ? "max-w-3xl" : "max-w-[520px]"}`}
        >
          <header className="flex items-center gap-2 border-b px-5 py-4">
            <Base.Title className="line-clamp-2 min-w-0 font-semibold break-words">{title}</Base.Title>
            <Base.Close aria-label="Close" className="ml-auto rounded p-1 text-muted hover:bg-hover hover:text-ink">
              <X aria-hidden className="size-4" />
            </Base.Close>
          </header>
          <div className="grid min-h-0 gap-4 overflow-auto px-5 py-4">{children}</div>
          {footer ? <footer className="flex justify-end gap-2 border-t px-5 py-4">{footer}</footer> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

const firstField = (popup: HTMLElement | null) =>
  popup?.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea") ??
  popup?.querySelector<HTMLElement>("[type=submit][data-look=go]") ??
  true;

export const DialogClose = Base.Close;
