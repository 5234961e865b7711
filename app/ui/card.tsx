import { clsx } from "clsx";
import type { ReactNode } from "react";

export function Card({
  title,
  note,
  aside,
  children,
  className,
  flush,
}: {
  title?: ReactNode;
  /** Muted words behind the title. */
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** The body reaches the card's edges (tables). */
  flush?: boolean;
}) {
  return (
    <section className={clsx("min-w-0 rounded-lg border bg-raised", flush ? "overflow-hidden pt-4" : "p-4", className)}>
      {title ? (
        <div className={clsx("mb-3 flex flex-wrap items-center gap-2", flush && "px-4")}>
          <h2>{title}</h2>
          {note ? <span className="text-muted">{note}</span> : null}
          {aside ? <div className="ml-auto text-small text-muted">{aside}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}

/** One line of a list inside a card: what on the left, the rest on the right. */
export function Line({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <li className="flex items-center gap-2.5 border-b py-2.5 first:pt-0 last:border-0 last:pb-0">
      <div className="min-w-0 grow">{children}</div>
      {end ? <div className="ml-auto text-right text-small text-muted">{end}</div> : null}
    </li>
  );
}

/** Names and values, two columns. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[120px_1fr] gap-x-3 gap-y-2">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
