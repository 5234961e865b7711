"use client";
/** Nobody loses by accident what is not saved: leaving by a link, Back, a reload or the window asks first. */
import { useRouter } from "next/navigation";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
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
  const way = useWayBack(dirty, held, () => setGoal(wayBack));
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
    if (href === wayBack) window.history.go(-2);
    else if (way.current === null) router.push(href);
    else router.replace(href);
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

/** The goal of who went back: no address. */
const wayBack = "back";

/**
 * Nothing stops Back: while something is not saved, the page stands in the history once more, and Back leads from it to
 * itself. Gives the address under which it does so, null while it does not.
 */
function useWayBack(dirty: boolean, held: RefObject<boolean>, onBack: () => void): RefObject<string | null> {
  const twice = useRef<string | null>(null);
  const asked = useRef(onBack);
  useEffect(() => {
    if (!dirty || twice.current !== null) return;
    twice.current = window.location.href;
    window.history.pushState(null, "", twice.current);
  }, [dirty]);
  useEffect(() => {
    const popped = () => {
      if (twice.current !== window.location.href) return;
      if (held.current) {
        window.history.pushState(null, "", twice.current);
        asked.current();
      } else {
        twice.current = null;
        window.history.back();
      }
    };
    window.addEventListener("popstate", popped);
    return () => window.removeEventListener("popstate", popped);
  }, [held]);
  return twice;
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
