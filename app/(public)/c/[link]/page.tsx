import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { type Confirmation, readConfirmation } from "@/lib/forms/confirm";
import { confirmSignUp } from "../../actions";
import { closed, Sender, Words } from "../../words";

export const metadata: Metadata = { title: { absolute: "Confirm your subscription" }, ...closed };

/** Opening it changes nothing; the button does. */
export default async function ConfirmPage({ params }: { params: Promise<{ link: string }> }) {
  const { link } = await params;
  const signup = await readConfirmation(link);
  if (!signup) notFound();
  return (
    <>
      <Sender {...signup} />
      {signup.state === "waiting" ? <Ask signup={signup} link={link} /> : null}
      {signup.state === "done" ? <Done signup={signup} /> : null}
      {signup.state === "old" ? <Old /> : null}
    </>
  );
}

function Ask({ signup, link }: { signup: Confirmation; link: string }) {
  return (
    <>
      <h1>Confirm your subscription</h1>
      <p className="break-words">
        <b className="font-medium">{signup.email}</b> was given at “<bdi>{signup.title}</bdi>”. If it was you, confirm
        that you agree:
      </p>
      <Words className="border-l-2 pl-3 text-muted">{signup.agreement}</Words>
      <ActionForm action={confirmSignUp} hidden={{ link }} aria-label="Confirm your subscription">
        <Submit pending="Confirming…" className="h-10">
          Confirm my subscription
        </Submit>
      </ActionForm>
      <p className="text-muted">If it was not you, close this page: nothing is sent to you.</p>
    </>
  );
}

function Done({ signup }: { signup: Confirmation }) {
  return (
    <>
      <h1>You are subscribed</h1>
      <div role="status">
        <Words>{signup.thanks}</Words>
      </div>
    </>
  );
}

function Old() {
  return (
    <>
      <h1>This link is too old</h1>
      <p>Links to confirm work for 7 days. Sign up once more to get a new one; nothing was sent to you meanwhile.</p>
    </>
  );
}
