import type { ReactNode } from "react";

/** A table in a frame of its own. `head` are the cells of its head, `children` its body. */
export function CardTable({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      className="in-card overflow-auto rounded-lg border bg-raised [&_tbody_tr:last-child_td]:border-b-0"
    >
      <table className="records">
        <thead>
          <tr>{head}</tr>
        </thead>
        {children}
      </table>
    </section>
  );
}

/** Stands for a figure that is on its way; nothing at all where it comes at once. */
export function Counting() {
  return <span className="after-a-while text-faint">counting…</span>;
}
