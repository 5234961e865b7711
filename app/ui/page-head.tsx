import type { ReactNode } from "react";

/** The title of a page with the one main action at its right. */
export function PageHead({ title, sub, children }: { title: ReactNode; sub?: ReactNode; children?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2.5 px-4 pt-4 pb-2.5 md:px-6 md:pt-5 md:pb-3">
      <h1 className="min-w-0 break-words">{title}</h1>
      {sub ? <div className="num min-w-0 break-words text-muted">{sub}</div> : null}
      {children ? <div className="flex w-full flex-wrap gap-2 md:ml-auto md:w-auto">{children}</div> : null}
    </header>
  );
}

/** What stands under a page's title, with the page's own margins. */
export function PageBody({ children, narrow }: { children: ReactNode; narrow?: boolean }) {
  return (
    <div className={`grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-6 md:px-6 ${narrow ? "max-w-2xl" : ""}`}>
      {children}
    </div>
  );
}
