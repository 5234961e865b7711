import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ActionForm, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { offeredProviders } from "@/lib/web/providers";
import { currentUser } from "@/lib/web/session";
import { safePath } from "@/lib/web/visitor";
import { signUp } from "../actions";
import { BrowserTimeZone } from "../browser-time-zone";
import { ProviderButtons } from "../provider-buttons";

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const next = safePath((await searchParams).next);
  if (await currentUser()) redirect(next ?? "/");
  return (
    <>
      <h1>Sign up</h1>
      <ActionForm action={signUp} hidden={next ? { next } : {}} aria-label="Sign up">
        <FormField label="Your name" name="name" autoComplete="name" required autoFocus />
        <FormField label="E-mail address" name="email" type="email" autoComplete="username" required />
        <FormField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters. Several words are easier to remember than symbols."
          required
        />
        <FormField
          label="Organization"
          name="organization"
          autoComplete="organization"
          hint="Your company or brand. You can connect many stores to it."
          required
        />
        <BrowserTimeZone />
        <Submit pending="Signing up…">Sign up</Submit>
      </ActionForm>
      <ProviderButtons providers={offeredProviders()} next={next ?? "/"} />
      <p className="text-muted">
        You have an account?{" "}
        <Link
          className="underline underline-offset-3"
          href={next ? `/login?next=${encodeURIComponent(next)}` : "/login"}
        >
          Log in
        </Link>
      </p>
    </>
  );
}
