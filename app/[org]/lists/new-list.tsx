"use client";
import { Plus } from "lucide-react";
import { Button } from "@/app/ui/button";
import { DialogForm } from "@/app/ui/dialog-form";
import { FormField } from "@/app/ui/form";
import { createList } from "./actions";

export function NewList({ org }: { org: string }) {
  const trigger = (
    <Button look="go">
      <Plus aria-hidden /> New list
    </Button>
  );
  return (
    <DialogForm
      trigger={trigger}
      title="New list"
      action={createList}
      org={org}
      verb="Create the list"
      pending="Creating…"
    >
      <ListFields />
    </DialogForm>
  );
}

/** What a list is called and what it is for. */
export function ListFields({ name, description }: { name?: string; description?: string }) {
  return (
    <>
      <FormField label="Name" name="name" dir="auto" defaultValue={name} autoComplete="off" required />
      <FormField
        label="Description"
        name="description"
        dir="auto"
        defaultValue={description}
        autoComplete="off"
        hint="Optional. What people on it may expect, for you and your colleagues."
      />
    </>
  );
}
