import type { ReactNode } from "react";

type Props = {
  label: string;
  /** The cells of the head. */
  head: ReactNode;
  /** What the last column does, for those who do not see it: "Actions". Without it there is no such column. */
  last?: string | null;
  children: ReactNode;
};

/** A table in a frame of its own; `children` are its body. */
export function CardTable({ label, head, last, children }: Props) {
  return (
    <section
      aria-label={label}
      className="in-card overflow-auto rounded-lg border bg-raised [&_tbody_tr:last-child_td]:border-b-0"
    >
      <table className="records">
        <thead>
          <tr>
            {head}
            {last ? (
              <th>
                <span className="sr-only">{last}</span>
              </th>
            ) : null}
          </tr>
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
