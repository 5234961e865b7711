"use client";
import { FormField } from "@/app/ui/form";
import { NewDialog } from "@/app/ui/new-dialog";
import { createList } from "./actions";

export function NewList({ org }: { org: string }) {
  return (
    <NewDialog what="list" action={createList} org={org}>
      <ListFields />
    </NewDialog>
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
