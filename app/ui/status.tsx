/** Status is a dot and a word, never colour alone. */
import { clsx } from "clsx";
import type { ReactNode } from "react";

export type Tone = "ok" | "wait" | "stop" | "none" | "hollow";

const dots: Record<Tone, string> = {
  ok: "bg-ok",
  wait: "bg-wait",
  stop: "bg-stop",
  none: "bg-none",
  hollow: "shadow-[inset_0_0_0_1.5px_var(--none)]",
};

export function Status({ tone, children, wrap }: { tone: Tone; children: ReactNode; wrap?: boolean }) {
  return (
    <span className={clsx("inline-flex gap-1.5", wrap ? "items-baseline" : "items-center whitespace-nowrap")}>
      <span aria-hidden className={clsx("size-[7px] shrink-0 rounded-full", dots[tone], wrap && "-translate-y-px")} />
      <span className="min-w-0">{children}</span>
    </span>
  );
}
