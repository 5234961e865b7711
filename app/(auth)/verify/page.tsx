import type { Metadata } from "next";
import { LinkButton } from "@/app/ui/button";
import { ActionForm } from "@/app/ui/form";
import { Note } from "@/app/ui/note";
import { Submit } from "@/app/ui/submit";
import { tokenIsUsable } from "@/lib/accounts";
import { verifyEmail } from "../actions";

export const metadata: Metadata = { title: "Confirm your address" };

/** A button, and not the opening of the link, confirms: mail scanners open links, people press buttons. */
export default async function VerifyPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string; done?: string }>;
}) {
  const { token = "", done } = await searchParams;
  if (done) return <Confirmed />;
  const usable = await tokenIsUsable(String(token), "verify");
  return (
    <>
      <h1>Confirm your address</h1>
      {usable ? (
        <ActionForm action={verifyEmail} hidden={{ token: String(token) }} aria-label="Confirm your address">
          <Submit pending="Confirming…">Confirm my address</Submit>
        </ActionForm>
      ) : (
        <>
          <Note tone="wait">
            This link was used already or is too old. Log in; under Settings, My account you can have a new one sent.
          </Note>
          <LinkButton href="/" look="go">
            Go on
          </LinkButton>
        </>
      )}
    </>
  );
}

function Confirmed() {
  return (
    <>
      <h1>Your address is confirmed</h1>
      <p className="text-muted">You can invite others to your organization now.</p>
      <LinkButton href="/" look="go">
        Go on
      </LinkButton>
    </>
  );
}
