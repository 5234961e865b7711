"use client";
/** A dialog over the list that the address opened, filled by the server; closing it goes back to where one was. */
import { lazy, type ReactNode, Suspense } from "react";
import { useLeave } from "../panel/leave";

const Dialog = lazy(async () => ({ default: (await import("@/app/ui/dialog")).Dialog }));

/** `back` is the address without it; `row` the contact whose button gets the focus. */
export function Over({
  title,
  back,
  row,
  children,
}: {
  title: string;
  back: string;
  row: string;
  children: ReactNode;
}) {
  const leave = useLeave(back);
  return (
    <Suspense>
      <Dialog title={title} open onOpenChange={(open) => open || leave()} giveBack={() => buttonOf(row)}>
        {children}
      </Dialog>
    </Suspense>
  );
}

/** The contact's button that can be reached: in the panel, else the table's at a desk, the list's on a phone. */
function buttonOf(row: string): HTMLElement | null {
  const buttons = document.querySelectorAll<HTMLElement>(`button[data-menu="${row}"]`);
  const reached = [...buttons].filter((button) => button.checkVisibility() && !button.closest("[inert]"));
  return reached.at(-1) ?? null;
}
