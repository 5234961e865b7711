"use client";
import { startTransition } from "react";
import { toast } from "@/app/ui/toaster";
import { disableContactAction } from "./actions";
import type { MenuRow, Turn } from "./rows";

/** Disables or enables a row at once; the toast that says so takes it back. */
export function switching(org: string, row: MenuRow, turn: Turn): () => void {
  const put = (disabled: boolean, undo: boolean) =>
    startTransition(async () => {
      const { now, turned } = row;
      turn([row.id, undo ? { now, turned, disabled } : { now: turned, turned: now, disabled }]);
      const outcome = await disableContactAction(null, { org, contact: row.id, disabled });
      if (!outcome.ok) return void toast.error(outcome.message);
      const said = `${row.name} is ${disabled ? "disabled" : "enabled"}`;
      const action = { label: "Undo", onClick: () => put(!disabled, true) };
      toast.success(said, undo ? {} : { action });
    });
  return () => put(!row.disabled, false);
}
