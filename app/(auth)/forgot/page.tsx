import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { forgot } from "../actions";

export const metadata: Metadata = { title: "Forgotten password" };

export default function ForgotPage() {
  return (
    <>
      <h1>Forgotten password</h1>
      <ActionForm action={forgot} aria-label="Forgotten password">
        <FormField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          hint="We mail a link to it, with which you choose a new password."
          required
          autoFocus
        />
        <Submit pending="Sending…">Send the link</Submit>
      </ActionForm>
      <p className="text-muted">
        <Link className="underline underline-offset-3" href="/login">
          Back to log in
        </Link>
      </p>
    </>
  );
}
