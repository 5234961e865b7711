/** A filter or a choice among few. Links, so that a chip works before scripts, and Back undoes it. */
import { clsx } from "clsx";
import { X } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";

export function chipClass(set: boolean, small = false) {
  return clsx(
    "inline-flex shrink-0 items-center gap-1.5 rounded-full border px-2.5 whitespace-nowrap",
    small ? "h-6" : "h-7",
    set ? "border-accent-line bg-accent-soft text-ink" : "border-dashed border-line-strong text-muted hover:text-ink",
  );
}

export function ChipLink({
  set,
  small,
  ...rest
}: { set: boolean; small?: boolean } & Omit<ComponentProps<typeof Link>, "className">) {
  return <Link className={chipClass(set, small)} aria-current={set ? "true" : undefined} scroll={false} {...rest} />;
}

/** A filter that is on: `editor` opens in place, the cross removes it. */
export function Chip({ children, remove, removeLabel }: { children: ReactNode; remove: string; removeLabel: string }) {
  return (
    <span className={chipClass(true)}>
      {children}
      <Link
        href={remove}
        aria-label={removeLabel}
        title={removeLabel}
        className="text-faint hover:text-ink"
        scroll={false}
      >
        <X aria-hidden className="size-3" />
      </Link>
    </span>
  );
}
