"use client";
/** Puts addresses in, typed, pasted or from a file, and says of each what came of it. */
import { Plus, Upload } from "lucide-react";
import { type ReactElement, type ReactNode, useState } from "react";
import { Button } from "@/app/ui/button";
import { Dialog } from "@/app/ui/dialog";
import { ActionForm, FormField, FormSelect, FormTextArea } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import type { Suppressed } from "@/lib/suppressions/suppressions";
import type { Action } from "@/lib/web/action";
import { importSuppressions, suppress } from "./actions";
import { Added } from "./added";

export function AddAddresses({ org }: { org: string }) {
  const trigger = (
    <Button look="go">
      <Plus aria-hidden /> Add addresses
    </Button>
  );
  return (
    <Adding org={org} title="Add addresses" trigger={trigger} action={suppress} verb="Suppress them" pending="Adding…">
      <FormTextArea
        label="Addresses"
        name="addresses"
        rows={6}
        required
        spellCheck={false}
        hint="One per line, or with commas between them. Phone numbers with their country code."
      />
    </Adding>
  );
}

export function ImportFile({ org }: { org: string }) {
  const trigger = (
    <Button>
      <Upload aria-hidden /> Import a file
    </Button>
  );
  return (
    <Adding
      org={org}
      title="Import a file"
      trigger={trigger}
      action={importSuppressions}
      verb="Import the file"
      pending="Importing…"
    >
      <FormField
        label="File"
        name="file"
        type="file"
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        required
        className="h-auto py-1.5"
        hint="Text or CSV, up to 100,000 rows and 10 MB. The first column that holds addresses is read; the rest is left."
      />
    </Adding>
  );
}

type Props = {
  org: string;
  title: string;
  trigger: ReactElement;
  action: Action<Suppressed>;
  verb: string;
  pending: string;
  children: ReactNode;
};

function Adding({ org, title, trigger, action, verb, pending, children }: Props) {
  const [open, setOpen] = useState(false);
  const [result, setResult] = useState<Suppressed | null>(null);
  const turn = (next: boolean) => {
    setOpen(next);
    if (next) setResult(null);
  };
  const send: Action<Suppressed> = async (previous, form) => {
    const outcome = await action(previous, form);
    if (outcome.ok) setResult(outcome.result);
    return outcome;
  };
  return (
    <Dialog title={title} trigger={trigger} open={open} onOpenChange={turn} startInField>
      {result ? (
        <Added org={org} result={result} close={() => turn(false)} />
      ) : (
        <ActionForm action={send} org={org}>
          <FormSelect label="Nothing may be sent by" name="channel" defaultValue="email">
            <option value="email">Email</option>
            <option value="sms">SMS</option>
          </FormSelect>
          {children}
          <FormField
            label="Note"
            name="note"
            dir="auto"
            autoComplete="off"
            hint="Optional. Why, for your colleagues."
          />
          <div className="flex justify-end">
            <Submit pending={pending}>{verb}</Submit>
          </div>
        </ActionForm>
      )}
    </Dialog>
  );
}
