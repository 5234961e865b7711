import type { Metadata } from "next";
import { LinkButton } from "@/app/ui/button";
import { ActionForm, FormField } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { Submit } from "@/app/ui/submit";
import { type Offer, readInvitation } from "@/lib/organizations";
import { currentUser } from "@/lib/web/session";
import { acceptInvitation, join, logOutAction } from "../../actions";

export const metadata: Metadata = { title: "Invitation", referrer: "same-origin" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [offer, user] = await Promise.all([readInvitation(token), currentUser()]);
  if (!offer) return <Gone />;
  return (
    <>
      <h1>Join {offer.organization}</h1>
      <p className="text-muted">
        {offer.inviter ?? "A member"} invites {offer.email} as {offer.role}.
      </p>
      <Answer offer={offer} token={token} email={user?.email ?? null} />
    </>
  );
}

function Answer({ offer, token, email }: { offer: Offer; token: string; email: string | null }) {
  if (email === offer.email) {
    return (
      <ActionForm action={acceptInvitation} hidden={{ token }} aria-label="Invitation">
        <Submit pending="Joining…">Join {offer.organization}</Submit>
      </ActionForm>
    );
  }
  if (email) return <OtherAddress email={email} wanted={offer.email} />;
  if (offer.hasAccount) {
    return (
      <LinkButton look="go" href={`/login?next=${encodeURIComponent(`/invite/${token}`)}`}>
        Log in to join
      </LinkButton>
    );
  }
  return (
    <ActionForm action={join} hidden={{ token }} aria-label="Invitation">
      <FormField label="Your name" name="name" autoComplete="name" required autoFocus />
      <FormField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters."
        required
      />
      <Submit pending="Joining…">Join {offer.organization}</Submit>
    </ActionForm>
  );
}

function OtherAddress({ email, wanted }: { email: string; wanted: string }) {
  return (
    <form action={logOutAction} className="grid gap-4">
      <Note tone="wait">
        You are logged in as {email}. This invitation is for {wanted}: log out, and open the link again.
      </Note>
      <Submit pending="Logging out…">Log out</Submit>
    </form>
  );
}

function Gone() {
  return (
    <>
      <h1>This invitation is over</h1>
      <p className="text-muted">
        It was used, withdrawn, or is older than seven days. Ask whoever invited you for a new one.
      </p>
    </>
  );
}
