"use client";
import { useState } from "react";
import { Button } from "@/app/ui/button";
import { Dialog, DialogClose } from "@/app/ui/dialog";
import { toast } from "@/app/ui/toaster";
import type { Action } from "@/lib/web/action";
import { beginBulkAction } from "../bulk/actions";
import { BulkForm, type Counted, type Meant } from "../bulk/bulk-form";
import type { Choices } from "../bulk/fields";
import { type Kind, words } from "../bulk/words";

type Props = {
  kind: Kind;
  org: string;
  meant: Meant;
  count: Counted | null;
  choices: Choices;
  /** Counts again: another number matches by now. */
  recount: () => void;
  close: (begun: boolean) => void;
};

export default function BulkDialog({ kind, org, meant, count, choices, recount, close }: Props) {
  const [open, setOpen] = useState(true);
  const shut = (begun: boolean) => {
    setOpen(false);
    close(begun);
  };
  const send: Action<undefined> = async (previous, form) => {
    const outcome = await beginBulkAction(previous, form);
    if (outcome.ok) {
      shut(true);
      toast.success(outcome.message);
    } else if (outcome.problem === "conflict") recount();
    return outcome;
  };
  return (
    <Dialog title={words[kind].name} open={open} onOpenChange={(next) => next || shut(false)} startInField>
      <BulkForm kind={kind} org={org} meant={meant} count={count} choices={choices} action={send}>
        <DialogClose render={<Button>Cancel</Button>} />
      </BulkForm>
    </Dialog>
  );
}
