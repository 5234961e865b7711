"use client";
/** A dialog that asks one thing: closes when it is done and says so; stays, with what is wrong, when it was refused. */
import { type ReactElement, type ReactNode, useState } from "react";
import type { Action } from "@/lib/web/action";
import { Button, type Look } from "./button";
import { Dialog, DialogClose } from "./dialog";
import { ActionForm } from "./form";
import { Submit } from "./submit";
import { toast } from "./toaster";

type Props = {
  title: string;
  action: Action<undefined>;
  org: string;
  hidden?: Record<string, string>;
  /** The button's words, and those while it works. */
  verb: ReactNode;
  pending: string;
  look?: Look;
  children?: ReactNode;
};

type Opened =
  /** Opened by its own button. */
  | { trigger: ReactElement; onClose?: undefined; giveBack?: undefined }
  /** Open from the start, until `onClose` takes it away; `giveBack` gets the focus then. */
  | { trigger?: undefined; onClose: () => void; giveBack: () => HTMLElement | null };

export function DialogForm(props: Props & Opened) {
  const { title, action, org, hidden, verb, pending, look, children, trigger, onClose, giveBack } = props;
  const [open, setOpen] = useState(!trigger);
  const turn = (next: boolean) => {
    setOpen(next);
    if (!next) onClose?.();
  };
  const send: Action<undefined> = async (previous, form) => {
    const outcome = await action(previous, form);
    if (outcome.ok) {
      turn(false);
      if (outcome.message) toast.success(outcome.message);
    }
    return outcome;
  };
  return (
    <Dialog title={title} trigger={trigger} open={open} onOpenChange={turn} giveBack={giveBack} startInField>
      <ActionForm action={send} org={org} hidden={hidden}>
        {children}
        <div className="flex justify-end gap-2">
          <DialogClose render={<Button>Cancel</Button>} />
          <Submit look={look} pending={pending} className="min-w-0">
            <span className="truncate">{verb}</span>
          </Submit>
        </div>
      </ActionForm>
    </Dialog>
  );
}
