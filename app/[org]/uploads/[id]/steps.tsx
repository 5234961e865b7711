/** The way from a file to its result. Steps one has been through, and may go back to, are links. */
import { clsx } from "clsx";
import Link from "next/link";

const steps = ["File", "Columns", "Options", "Check", "Result"] as const;
export type Step = (typeof steps)[number];

/** `base` is the import's own address; without it nothing is behind one yet. */
export function Steps({ here, base }: { here: Step; base?: string }) {
  const at = steps.indexOf(here);
  const back: Partial<Record<Step, string>> = base ? { Columns: `${base}/columns`, Options: `${base}/options` } : {};
  return (
    <ol aria-label="Steps" className="flex flex-wrap items-center gap-x-2 gap-y-1 px-4 pb-4 md:px-6">
      {steps.map((step, n) => (
        <li
          key={step}
          aria-current={n === at ? "step" : undefined}
          className={clsx("flex items-center gap-2", n > at ? "text-faint" : "font-medium")}
        >
          {n > 0 ? <span aria-hidden className="h-px w-5 bg-line-strong max-sm:hidden" /> : null}
          {n < at && at < 4 && back[step] ? (
            <Link href={back[step]} className="underline-offset-3 hover:underline">
              {n + 1} {step}
            </Link>
          ) : (
            `${n + 1} ${step}`
          )}
        </li>
      ))}
    </ol>
  );
}
