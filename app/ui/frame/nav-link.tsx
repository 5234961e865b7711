"use client";
import { clsx } from "clsx";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** A line of the rail; marks where one is, and closes the drawer that it may be in. */
export function NavLink({
  href,
  exact,
  also = [],
  children,
}: {
  href: string;
  exact?: boolean;
  /** Addresses of the same room that are not below `href`. */
  also?: string[];
  children: ReactNode;
}) {
  const path = usePathname();
  const here = [href, ...also].some((place) => path === place || (!exact && path.startsWith(`${place}/`)));
  return (
    <Link
      href={href}
      aria-current={here ? "page" : undefined}
      onClick={(event) => event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover()}
      className={clsx(
        "flex h-8 items-center gap-2.5 rounded px-2 [&_svg]:size-4 [&_svg]:shrink-0",
        here ? "bg-raised font-medium text-ink shadow-[0_0_0_1px_var(--line)]" : "text-muted hover:bg-hover",
      )}
    >
      {children}
      <Pending />
    </Link>
  );
}

/** A page that takes its time is on its way. */
function Pending() {
  const { pending } = useLinkStatus();
  if (!pending) return null;
  return <span aria-hidden className="after-a-while size-1.5 shrink-0 rounded-full bg-accent" />;
}
