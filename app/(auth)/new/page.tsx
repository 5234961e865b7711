import type { Metadata } from "next";
import { ActionForm, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { requireUser } from "@/lib/web/session";
import { safePath } from "@/lib/web/visitor";
import { createOrganization } from "../actions";
import { BrowserTimeZone } from "../browser-time-zone";

export const metadata: Metadata = { title: "New organization" };

export default async function NewOrganizationPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const next = safePath((await searchParams).next);
  await requireUser(next ? `/new?next=${encodeURIComponent(next)}` : "/new");
  return (
    <>
      <h1>New organization</h1>
      <ActionForm action={createOrganization} hidden={next ? { next } : {}} aria-label="New organization">
        <FormField
          label="Name"
          name="name"
          autoComplete="organization"
          hint="Stores, contacts and members belong to exactly one organization; nothing is visible from another."
          required
          autoFocus
        />
        <BrowserTimeZone />
        <Submit pending="Creating…">Create organization</Submit>
      </ActionForm>
    </>
  );
}
