"use client";
/** What is asked before a row is unsubscribed or deleted. */
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/app/ui/button";
import { Dialog, DialogClose } from "@/app/ui/dialog";
import { ActionForm, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { toast } from "@/app/ui/toaster";
import type { Action } from "@/lib/web/action";
import { deleteContactAction, restoreContactAction, unsubscribeContactAction } from "./actions";
import type { MenuRow, Question, Turn } from "./rows";
import type { Spot } from "./use-spots";

type Props = { spot: Spot; question: Question; org: string; turn: Turn; close: () => void };

export default function Ask({ spot: { row, button }, question, org, turn, close }: Props) {
  const [open, setOpen] = useState(true);
  const heir = useRef(button);
  const shut = () => {
    setOpen(false);
    close();
  };
  const done = () => {
    // A deleted row has no button: the focus goes on to its neighbour's.
    if (question === "delete") heir.current = neighbourOf(button) ?? button;
    shut();
  };
  const props = { row, org, turn, done };
  const title = `${question === "delete" ? "Delete" : "Unsubscribe"} ${row.name}`;
  return (
    <Dialog title={title} open={open} onOpenChange={(next) => next || shut()} giveBack={() => heir.current}>
      {question === "delete" ? <Delete {...props} /> : <Unsubscribe {...props} />}
    </Dialog>
  );
}

function neighbourOf(button: HTMLElement): HTMLElement | null {
  const row = button.closest("[data-contact]");
  const beside = row?.nextElementSibling ?? row?.previousElementSibling;
  return beside?.querySelector<HTMLElement>("button[data-menu]") ?? null;
}

type Asked = { row: MenuRow; org: string; turn: Turn; done: () => void };

function Unsubscribe({ row, org, turn, done }: Asked) {
  const send: Action<undefined> = async (previous, form) => {
    turn([row.id, { now: row.left, leaves: false }]);
    const outcome = await unsubscribeContactAction(previous, form);
    if (outcome.ok) {
      done();
      toast.success(`${row.name} is unsubscribed`);
    }
    return outcome;
  };
  return (
    <>
      <p>
        {row.name} gets no more messages, on any channel. This cannot be undone: only their own, newer opt-in lifts it.
      </p>
      <Form row={row} org={org} action={send} verb="Unsubscribe" pending="Unsubscribing…">
        <FormField label="Reason" name="reason" maxLength={500} hint="Optional. Kept as evidence, with your name." />
      </Form>
    </>
  );
}

function Delete({ row, org, done }: Asked) {
  const restore = async () => {
    const outcome = await restoreContactAction(null, { org, contact: row.id });
    if (outcome.ok) toast.success(`${row.name} is back`);
    else toast.error(outcome.message);
  };
  const send: Action<undefined> = async (previous, form) => {
    const outcome = await deleteContactAction(previous, form);
    if (outcome.ok) {
      done();
      toast.success(`Deleted ${row.name}`, { action: { label: "Undo", onClick: () => void restore() } });
    }
    return outcome;
  };
  return (
    <>
      <p>
        {row.name} disappears from every list, count and page. Opt-outs are remembered. They come back when their store
        tells something new of them.
      </p>
      <Form row={row} org={org} action={send} verb="Delete" pending="Deleting…" />
    </>
  );
}

type FormProps = {
  row: MenuRow;
  org: string;
  action: Action<undefined>;
  verb: string;
  pending: string;
  children?: ReactNode;
};

function Form({ row, org, action, verb, pending, children }: FormProps) {
  return (
    <ActionForm action={action} org={org} hidden={{ contact: row.id }}>
      {children}
      <div className="flex justify-end gap-2">
        <DialogClose render={<Button>Cancel</Button>} />
        <Submit look="stop" pending={pending} className="min-w-0">
          <span className="truncate">
            {verb} {row.name}
          </span>
        </Submit>
      </div>
    </ActionForm>
  );
}
