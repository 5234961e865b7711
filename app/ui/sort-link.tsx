import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/**
 * What a column's heading says where the list can be sorted by it; `down` is the way it is sorted now, null when not.
 */
export function SortLink({ href, down, children }: { href: string; down: boolean | null; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={clsx("inline-flex items-center gap-1 hover:text-ink", down !== null && "text-ink")}
    >
      {children}
      {down === null ? null : <Arrow down={down} />}
    </Link>
  );
}

/** For the heading's `aria-sort`. */
export const sortedWay = (down: boolean | null) =>
  down === null ? undefined : down ? ("descending" as const) : ("ascending" as const);

function Arrow({ down }: { down: boolean }) {
  return down ? <ArrowDown aria-hidden className="size-3" /> : <ArrowUp aria-hidden className="size-3" />;
}
