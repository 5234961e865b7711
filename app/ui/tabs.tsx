import { clsx } from "clsx";
import Link from "next/link";

/** The way between the pages of one room. Links, so that each has its address. `here` is one of the addresses. */
export function Tabs({ label, here, tabs }: { label: string; here: string; tabs: { href: string; name: string }[] }) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-1 px-4 pb-4 md:px-6">
      {tabs.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={href === here ? "page" : undefined}
          className={clsx(
            "max-w-full truncate rounded px-2.5 py-1.5",
            href === here ? "bg-select font-medium" : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
