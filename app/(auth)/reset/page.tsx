import type { Metadata } from "next";
import { LinkButton } from "@/app/ui/button";
import { ActionForm, FormField } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { Submit } from "@/app/ui/submit";
import { tokenIsUsable } from "@/lib/accounts";
import { resetPassword } from "../actions";

// The token must not travel on in the Referer header.
export const metadata: Metadata = { title: "New password", referrer: "same-origin" };

export default async function ResetPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const token = String((await searchParams).token ?? "");
  const usable = await tokenIsUsable(token, "reset");
  return (
    <>
      <h1>New password</h1>
      {usable ? (
        <ActionForm action={resetPassword} hidden={{ token }}>
          <FormField
            label="New password"
            name="password"
            type="password"
            autoComplete="new-password"
            hint="At least 10 characters. Every session is logged out."
            required
            autoFocus
          />
          <Submit pending="Saving…">Save the new password</Submit>
        </ActionForm>
      ) : (
        <>
          <Note tone="wait">This link was used already or is too old.</Note>
          <LinkButton href="/forgot" look="go">
            Ask for a new one
          </LinkButton>
        </>
      )}
    </>
  );
}
