import type { ReactNode } from "react";

/** The few numbers a page is about, in one strip. */
export function Figures({ children, label }: { children: ReactNode; label: string }) {
  return (
    <div className="overflow-hidden rounded-lg border bg-raised">
      <dl
        aria-label={label}
        className="num -mt-px -ml-px grid grid-cols-[repeat(auto-fit,minmax(128px,1fr))] max-sm:[&>:last-child:nth-child(odd)]:col-span-2"
      >
        {children}
      </dl>
    </div>
  );
}

export function Figure({ value, children }: { value: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse justify-end border-t border-l px-3.5 py-3">
      <dt className="text-small text-muted">{children}</dt>
      <dd className="text-title font-semibold tracking-[-0.01em] whitespace-nowrap">{value}</dd>
    </div>
  );
}
