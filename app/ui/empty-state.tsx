import type { ReactNode } from "react";

/** Teaches: what this is, one example, one button. */
export function EmptyState({
  title,
  children,
  example,
  action,
  page,
}: {
  title: string;
  children: ReactNode;
  example?: ReactNode;
  action?: ReactNode;
  /** It is the whole page, so its title is the page's. */
  page?: boolean;
}) {
  const Title = page ? "h1" : "h2";
  return (
    <section className="mx-auto grid max-w-xl grid-cols-[minmax(0,1fr)] justify-items-center gap-4 px-6 py-16 text-center">
      {example ? <div className="w-full text-left">{example}</div> : null}
      <Title className="text-lead font-semibold">{title}</Title>
      <div className="text-muted">{children}</div>
      {action}
    </section>
  );
}
