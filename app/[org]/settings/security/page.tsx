import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "@/app/ui/card";
import { ActionForm, FormField } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { PageBody } from "@/app/ui/page-head";
import { Submit } from "@/app/ui/submit";
import { listSessions, type Me } from "@/lib/accounts";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { changePassword, resendVerification } from "../actions";
import { SettingsHead } from "../tabs";
import { Sessions } from "./sessions";

export const metadata: Metadata = { title: "My account" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ mail?: string }> };

export default async function SecurityPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { ctx, user, organization } = await memberContext(org, `/${org}/settings/security`);
  const sessions = await listSessions(user);
  const mailFailed = (await searchParams).mail === "failed";
  return (
    <>
      <SettingsHead org={org} here="security" trail={may(ctx, "audit.read")} />
      <PageBody narrow>
        {user.emailVerified ? null : <Unverified email={user.email} mailFailed={mailFailed} />}
        <Password user={user} />
        <Sessions sessions={sessions} zone={organization.timeZone} org={org} />
      </PageBody>
    </>
  );
}

function Unverified({ email, mailFailed }: { email: string; mailFailed: boolean }) {
  return (
    <Card title="Confirm your address">
      <div className="grid gap-3">
        <Note tone="wait">
          {mailFailed
            ? `Your account stands, but the mail to ${email} could not be sent. Send it again in a few minutes.`
            : `We sent a link to ${email}. Until you follow it you may look around and connect stores, but not invite others.`}
        </Note>
        <ActionForm action={resendVerification} aria-label="Confirm your address">
          <div>
            <Submit look="plain" pending="Sending…">
              Send the link again
            </Submit>
          </div>
        </ActionForm>
      </div>
    </Card>
  );
}

function Password({ user }: { user: Me }) {
  if (!user.hasPassword) {
    return (
      <Card title="Password">
        You log in by a provider and have no password here.{" "}
        <Link className="underline underline-offset-3" href="/forgot">
          Set one
        </Link>{" "}
        by a link to {user.email}.
      </Card>
    );
  }
  return (
    <Card title="Password">
      <ActionForm action={changePassword}>
        <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
        <FormField label="Current password" name="current" type="password" autoComplete="current-password" required />
        <FormField
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters. Your other sessions are logged out."
          required
        />
        <div>
          <Submit pending="Changing…">Change the password</Submit>
        </div>
      </ActionForm>
    </Card>
  );
}
