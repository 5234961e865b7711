import type { ReactNode } from "react";

/** Teaches: what this is, one example, one button. */
export function EmptyState({
  title,
  children,
  example,
  action,
}: {
  title: string;
  children: ReactNode;
  example?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <section className="mx-auto grid max-w-xl justify-items-center gap-4 px-6 py-16 text-center">
      {example ? <div className="w-full text-left">{example}</div> : null}
      <h2 className="text-lead">{title}</h2>
      <div className="text-muted">{children}</div>
      {action}
    </section>
  );
}
