"use client";
/** A short list of links and actions under a button; arrows move, Esc closes. */
import { Menu as Base } from "@base-ui/react/menu";
import { clsx } from "clsx";
import Link from "next/link";
import { type ReactElement, type ReactNode, useState } from "react";

const item =
  "flex w-full items-center gap-2.5 rounded px-2.5 py-1.5 text-left outline-none data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:text-muted";

export function Menu({
  trigger,
  children,
  align = "start",
  defaultOpen,
  anchor,
  onClose,
  giveBack,
}: {
  /** The button it opens from; left out where many buttons share one menu, which then opens at `anchor`. */
  trigger?: ReactElement;
  children: ReactNode;
  align?: "start" | "end";
  defaultOpen?: boolean;
  anchor?: Element | { getBoundingClientRect(): DOMRect };
  onClose?: () => void;
  /** Takes the focus when a menu without a trigger closes. */
  giveBack?: () => HTMLElement | null;
}) {
  // Opened beside its button and not at the page's end: it stays in the same landmark, and in the drawer's layer.
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <Base.Root defaultOpen={defaultOpen} onOpenChange={(open) => open || onClose?.()}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <div ref={setPlace} className="absolute" />
      <Base.Portal container={place}>
        <Base.Positioner anchor={anchor} sideOffset={6} align={align} className="z-50 outline-none">
          <Base.Popup
            finalFocus={giveBack}
            className="min-w-52 max-w-80 rounded-lg border border-line-strong bg-raised p-1 shadow-lift outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Base.Item className={item} render={<Link href={href} />}>
      {children}
    </Base.Item>
  );
}

export function MenuAction({
  onClick,
  children,
  on,
  keepOpen,
}: {
  onClick: () => void;
  children: ReactNode;
  /** Marks the choice that holds now. */
  on?: boolean;
  keepOpen?: boolean;
}) {
  return (
    <Base.Item className={clsx(item, on && "font-medium")} onClick={onClick} closeOnClick={!keepOpen}>
      {children}
    </Base.Item>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="px-2.5 pt-2 pb-1 text-small text-muted">{children}</div>;
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}
