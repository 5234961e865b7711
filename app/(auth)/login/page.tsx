import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ActionForm, FormField } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { Submit } from "@/app/ui/submit";
import { offeredProviders } from "@/lib/web/providers";
import { currentUser } from "@/lib/web/session";
import { safePath } from "@/lib/web/visitor";
import { logIn } from "../actions";
import { ProviderButtons } from "../provider-buttons";

export const metadata: Metadata = { title: "Log in" };

type Query = { next?: string; error?: string; callbackUrl?: string; reset?: string };

export default async function LogInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const next = safePath(query.next) ?? "/";
  if (await currentUser()) redirect(next);
  const here = next === "/" ? "" : `?next=${encodeURIComponent(next)}`;
  return (
    <>
      <h1>Log in</h1>
      {query.reset ? (
        <Note>Your password is changed, and every session was logged out. Log in with the new one.</Note>
      ) : null}
      {query.error ? <Note tone="stop">{reasons[query.error] ?? "The log-in did not succeed. Try again."}</Note> : null}
      <ActionForm action={logIn} hidden={{ next }} aria-label="Log in">
        <FormField label="E-mail address" name="email" type="email" autoComplete="username" required autoFocus />
        <FormField label="Password" name="password" type="password" autoComplete="current-password" required />
        <Submit pending="Logging in…">Log in</Submit>
      </ActionForm>
      <ProviderButtons providers={offeredProviders()} next={next} />
      <p className="flex justify-between text-muted">
        <Link className="underline underline-offset-3" href="/forgot">
          Forgot your password?
        </Link>
        <Link className="underline underline-offset-3" href={`/signup${here}`}>
          Sign up
        </Link>
      </p>
    </>
  );
}

const reasons: Record<string, string> = {
  unverified: "Your provider does not vouch for your e-mail address. Verify it there first, or log in by password.",
  "too-many": "Too many tries. Wait a few minutes and try again.",
  unauthenticated: "The e-mail address or the password is not right.",
};
