/** One look for everything one presses. `go` is the page's one main action; `stop` destroys something. */
import { clsx } from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";

export type Look = "go" | "plain" | "bare" | "stop";

const base =
  "inline-flex h-8 items-center justify-center gap-2 rounded border px-3 font-medium whitespace-nowrap select-none disabled:opacity-60 [&_svg]:size-3.5 [&_svg]:shrink-0";

const looks: Record<Look, string> = {
  go: "border-accent bg-accent text-accent-text hover:not-disabled:brightness-110",
  plain: "border-line-strong bg-raised text-base text-ink hover:not-disabled:bg-hover",
  bare: "border-transparent text-muted hover:not-disabled:bg-hover hover:not-disabled:text-ink",
  stop: "border-line-strong bg-raised text-stop hover:not-disabled:bg-stop-soft",
};

export function buttonClass(look: Look = "plain", className?: string) {
  return clsx(base, looks[look], className);
}

export function Button({ look, className, type = "button", ...rest }: ComponentProps<"button"> & { look?: Look }) {
  return <button type={type} className={buttonClass(look, className)} {...rest} />;
}

export function LinkButton({ look, className, ...rest }: ComponentProps<typeof Link> & { look?: Look }) {
  return <Link className={buttonClass(look, className)} {...rest} />;
}
