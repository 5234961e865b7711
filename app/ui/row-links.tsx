"use client";
/** A table's body whose rows open on a click anywhere; the real link in the row serves keyboard and screen readers. */
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";

export function RowLinks({ children }: { children: ReactNode }) {
  const router = useRouter();
  const body = useRef<HTMLTableSectionElement>(null);

  useEffect(() => {
    const element = body.current;
    function open(event: MouseEvent) {
      const target = event.target as HTMLElement;
      const href = target.closest<HTMLElement>("tr[data-href]")?.dataset.href;
      if (!href || target.closest("a, button, input, label, [role=menu]") || window.getSelection()?.toString()) return;
      if (event.button === 1 || event.metaKey || event.ctrlKey) window.open(href, "_blank", "noopener");
      else if (event.button === 0) router.push(href);
    }
    element?.addEventListener("click", open);
    element?.addEventListener("auxclick", open);
    return () => {
      element?.removeEventListener("click", open);
      element?.removeEventListener("auxclick", open);
    };
  }, [router]);

  return <tbody ref={body}>{children}</tbody>;
}
