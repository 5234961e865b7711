"use client";
/** A dialog whose answer is a secret that is shown this once. It stays until it is closed by hand. */
import { type ReactElement, type ReactNode, useState } from "react";
import type { Action } from "@/lib/web/action";
import { Button } from "./button";
import { CopyText } from "./copy-text";
import { Dialog, DialogClose } from "./dialog";
import { ActionForm } from "./form";
import { Note } from "./note";
import { Submit } from "./submit";

export type Told = { name: string; secret: string };

export function SecretDialog({
  trigger,
  title,
  action,
  org,
  hidden,
  verb,
  pending,
  label,
  hint,
  children,
}: {
  trigger: ReactElement;
  title: string;
  action: Action<Told>;
  org: string;
  hidden?: Record<string, string>;
  verb: string;
  pending: string;
  /** What the secret is called, and where it belongs. */
  label: string;
  hint: ReactNode;
  children?: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const turn = (next: boolean) => {
    setOpen(next);
    if (next) setTold(null);
  };
  const send: Action<Told> = async (previous, form) => {
    const outcome = await action(previous, form);
    if (outcome.ok) setTold(outcome.result);
    return outcome;
  };
  return (
    <Dialog title={told ? told.name : title} trigger={trigger} open={open} onOpenChange={turn} startInField>
      {told ? (
        <>
          <Note tone="wait">Copy it now: it is not shown again.</Note>
          <CopyText label={label} value={told.secret} hint={hint} />
          <div className="flex justify-end">
            <DialogClose render={<Button look="go">Done</Button>} />
          </div>
        </>
      ) : (
        <ActionForm action={send} org={org} hidden={hidden}>
          {children}
          <div className="flex justify-end gap-2">
            <DialogClose render={<Button>Cancel</Button>} />
            <Submit pending={pending}>{verb}</Submit>
          </div>
        </ActionForm>
      )}
    </Dialog>
  );
}
