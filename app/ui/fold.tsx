import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** Something most people need not see; opens without scripts. `open`: from the start. */
export function Fold({ title, open, children }: { title: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details className="group" open={open}>
      <summary className="flex list-none items-center gap-1.5">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="mt-3">{children}</div>
    </details>
  );
}
