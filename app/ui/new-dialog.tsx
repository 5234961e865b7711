"use client";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { Action } from "@/lib/web/action";
import { Button } from "./button";
import { DialogForm } from "./dialog-form";

type Props = { what: string; action: Action<undefined>; org: string; children: ReactNode };

/** A page's button that asks for a new one of `what` ("list"); `children` are the fields. */
export function NewDialog({ what, action, org, children }: Props) {
  const trigger = (
    <Button look="go">
      <Plus aria-hidden /> New {what}
    </Button>
  );
  return (
    <DialogForm
      trigger={trigger}
      title={`New ${what}`}
      action={action}
      org={org}
      verb={`Create the ${what}`}
      pending="Creating…"
    >
      {children}
    </DialogForm>
  );
}
