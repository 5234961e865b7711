import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { type Confirmation, readConfirmation } from "@/lib/forms/confirm";
import { confirmSignUp } from "../../actions";
import { type Speaker, Spoken, speakerFor } from "../../speaker";
import { closed, Sender, Words } from "../../words";

export async function generateMetadata(): Promise<Metadata> {
  return { title: { absolute: (await speakerFor()).say("Confirm your subscription") }, ...closed };
}

/** Opening it changes nothing; the button does. */
export default async function ConfirmPage({ params }: { params: Promise<{ link: string }> }) {
  const { link } = await params;
  const signup = await readConfirmation(link);
  if (!signup) notFound();
  const speaker = await speakerFor(signup.language);
  return (
    <Spoken language={speaker.language}>
      <Sender {...signup} />
      {signup.state === "waiting" ? <Ask signup={signup} link={link} speaker={speaker} /> : null}
      {signup.state === "done" ? <Done signup={signup} say={speaker.say} /> : null}
      {signup.state === "ended" ? <Ended say={speaker.say} /> : null}
      {signup.state === "old" ? <Old say={speaker.say} /> : null}
    </Spoken>
  );
}

type Say = Pick<Speaker, "say">;

function Ask({ signup, link, speaker }: { signup: Confirmation; link: string; speaker: Speaker }) {
  const { language, say, tell } = speaker;
  const named = { address: <b className="font-medium">{signup.email}</b>, title: <bdi>{signup.title}</bdi> };
  return (
    <>
      <h1>{say("Confirm your subscription")}</h1>
      <p className="break-words">
        {tell("{address} was given at “{title}”. If it was you, confirm that you agree:", named)}
      </p>
      <Words className="border-l-2 pl-3 text-muted">{signup.agreement}</Words>
      <ActionForm action={confirmSignUp} hidden={{ link, language }} aria-label={say("Confirm your subscription")}>
        <Submit pending={say("Confirming…")} className="h-10">
          {say("Confirm my subscription")}
        </Submit>
      </ActionForm>
      <p className="text-muted">{say("If it was not you, close this page: nothing changes.")}</p>
    </>
  );
}

function Done({ signup, say }: { signup: Confirmation } & Say) {
  return (
    <>
      <h1>{say("You are subscribed")}</h1>
      <div role="status">
        <Words>{signup.thanks}</Words>
      </div>
    </>
  );
}

function Ended({ say }: Say) {
  return (
    <>
      <h1>{say("You are not subscribed any more")}</h1>
      <p role="status">
        {say("You confirmed by this link before; the subscription has ended since. Sign up once more to begin again.")}
      </p>
    </>
  );
}

function Old({ say }: Say) {
  return (
    <>
      <h1>{say("This link is too old")}</h1>
      <p>{say("Links to confirm work for 7 days. Sign up once more to get a new one.")}</p>
    </>
  );
}
