"use client";
import { Plus } from "lucide-react";
import { Button } from "@/app/ui/button";
import { FormField, FormSelect, useRefusal } from "@/app/ui/form";
import { SecretDialog } from "@/app/ui/secret-dialog";
import { createKey } from "./actions";
import { ScopeBoxes } from "./scopes";

/** `stores` are those a key can be bound to. */
export function NewKey({ org, stores }: { org: string; stores: { id: string; name: string }[] }) {
  const trigger = (
    <Button look="go">
      <Plus aria-hidden /> New key
    </Button>
  );
  return (
    <SecretDialog
      trigger={trigger}
      title="New API key"
      action={createKey}
      org={org}
      verb="Create the key"
      pending="Creating…"
      label="The key"
      hint="Send it as “Authorization: Bearer …”. Only a hash of it is kept here."
    >
      <FormField
        label="Name"
        name="name"
        dir="auto"
        autoComplete="off"
        hint="The program that uses it. Timelines and the audit trail show it."
        required
      />
      <FormSelect label="For" name="store" defaultValue="" hint="A key for one store sees and changes nobody else.">
        <option value="">the whole organization</option>
        {stores.map(({ id, name }) => (
          <option key={id} value={id}>
            {name} only
          </option>
        ))}
      </FormSelect>
      <ScopeBoxes />
      <ScopeRefusal />
    </SecretDialog>
  );
}

function ScopeRefusal() {
  const refusal = useRefusal("scopes");
  return refusal ? <p className="text-small text-stop">{refusal}</p> : null;
}
