"use client";
/** Nobody loses by accident what is not saved: leaving by a link, a reload or the window asks first. */
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/app/ui/button";
import { Dialog, DialogClose } from "@/app/ui/dialog";

/** `guard` is the question, to stand on the page; `leave` goes without asking; `ask` asks first. */
export function useGuard(dirty: boolean): {
  guard: ReactNode;
  leave: (href: string) => void;
  ask: (href: string) => void;
} {
  const router = useRouter();
  const [goal, setGoal] = useState<string | null>(null);
  const held = useRef(dirty);
  useEffect(() => {
    held.current = dirty;
  }, [dirty]);
  useEffect(() => {
    const unload = (event: BeforeUnloadEvent) => held.current && event.preventDefault();
    const clicked = (event: MouseEvent) => {
      const href = held.current ? wayOut(event) : null;
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setGoal(href);
    };
    window.addEventListener("beforeunload", unload);
    document.addEventListener("click", clicked, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", unload);
      document.removeEventListener("click", clicked, { capture: true });
    };
  }, []);
  const leave = (href: string) => {
    held.current = false;
    setGoal(null);
    router.push(href);
  };
  const ask = (href: string) => (held.current ? setGoal(href) : leave(href));
  const guard = (
    <Dialog title="Leave without saving?" open={goal !== null} onOpenChange={(open) => open || setGoal(null)}>
      <p>What you have changed on this page is not saved, and would be gone.</p>
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button>Stay</Button>} />
        <Button look="stop" onClick={() => goal !== null && leave(goal)}>
          Leave without saving
        </Button>
      </div>
    </Dialog>
  );
  return { guard, leave, ask };
}

/** The address a click leads to, where it leaves this page in this tab; null for every other click. */
function wayOut(event: MouseEvent): string | null {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target === "_blank" || link.hasAttribute("download")) return null;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== location.origin || (pathname === location.pathname && search === location.search)) return null;
  return `${pathname}${search}${hash}`;
}
