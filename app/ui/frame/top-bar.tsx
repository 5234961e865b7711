import { Menu as MenuIcon, Search } from "lucide-react";
import type { ReactNode } from "react";
import { drawerId } from "./rail";

/** Where I am, the search (a plain form before scripts), and the member's menu. */
export function TopBar({
  where,
  searchAction,
  shortcuts,
  children,
}: {
  where: ReactNode;
  searchAction: string;
  shortcuts: ReactNode;
  children: ReactNode;
}) {
  return (
    <header className="flex h-12 items-center gap-3 border-b px-4 md:px-6">
      <button
        type="button"
        popoverTarget={drawerId}
        aria-label="Open the menu"
        className="-ml-1 rounded p-1 hover:bg-hover md:hidden"
      >
        <MenuIcon aria-hidden className="size-4" />
      </button>
      <span className="hidden text-muted sm:block">{where}</span>
      <search className="min-w-0 flex-1 md:ml-auto md:flex-none">
        <form
          action={searchAction}
          className="flex h-[1.875rem] items-center gap-2 rounded border bg-surface px-2.5 focus-within:border-accent md:w-[280px]"
        >
          <Search aria-hidden className="size-3.5 shrink-0 text-faint" />
          <input
            type="search"
            name="q"
            aria-label="Find a contact"
            placeholder="Find a contact or do…"
            autoComplete="off"
            className="min-w-0 flex-1 bg-transparent outline-none"
            data-find
          />
          {shortcuts}
        </form>
      </search>
      {children}
    </header>
  );
}
