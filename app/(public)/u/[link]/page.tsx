import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ActionForm } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { type Preferences, readPreferences } from "@/lib/preferences/preferences";
import { unsubscribe } from "../../actions";
import { type Speaker, Spoken, speakerFor } from "../../speaker";
import { closed, Reason, Sender } from "../../words";

type Props = { params: Promise<{ link: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: { absolute: (await speakerFor()).say("Unsubscribe") }, ...closed };
}

/** Opening it changes nothing: programs that look for dangerous links open every one. */
export default async function UnsubscribePage({ params }: Props) {
  const { link } = await params;
  const preferences = await readPreferences(link);
  if (!preferences) notFound();
  const speaker = await speakerFor(preferences.language);
  const now = preferences.channels.find((one) => one.channel === preferences.channel);
  return (
    <Spoken language={speaker.language}>
      <Sender {...preferences} />
      {!now ? (
        <Nobody say={speaker.say} />
      ) : now.state === "unsubscribed" ? (
        <Done of={preferences} speaker={speaker} />
      ) : (
        <Ask of={preferences} link={link} speaker={speaker} />
      )}
      {now ? <Instead link={link} say={speaker.say} /> : null}
    </Spoken>
  );
}

type Of = { of: Preferences; speaker: Speaker };

const future = {
  email: "{address} will get no more e-mail from {store}. It takes effect at once.",
  sms: "{address} will get no more text messages from {store}. It takes effect at once.",
} as const;

function Ask({ of, link, speaker: { language, say, tell } }: Of & { link: string }) {
  return (
    <>
      <h1>{say("Unsubscribe?")}</h1>
      <p className="break-words">{tell(future[of.channel], named(of))}</p>
      <ActionForm action={unsubscribe} hidden={{ link, language }} aria-label={say("Unsubscribe")}>
        <Reason say={say} />
        <Submit pending={say("Unsubscribing…")} className="h-10">
          {say("Unsubscribe")}
        </Submit>
      </ActionForm>
    </>
  );
}

const present = {
  email: "{address} gets no more e-mail from {store}. Messages about an order of yours are not meant by this.",
  sms: "{address} gets no more text messages from {store}. Messages about an order of yours are not meant by this.",
} as const;

function Done({ of, speaker: { say, tell } }: Of) {
  return (
    <>
      <h1>{say("You are unsubscribed")}</h1>
      <p role="status" className="break-words">
        {tell(present[of.channel], named(of))}
      </p>
    </>
  );
}

const named = ({ address, store }: Preferences) => ({
  address: <b className="font-medium">{address}</b>,
  store: <bdi>{store}</bdi>,
});

function Nobody({ say }: Pick<Speaker, "say">) {
  return (
    <>
      <h1>{say("Nothing is sent to you")}</h1>
      <p>{say("This address is not known here any more, so there is nothing to unsubscribe from.")}</p>
    </>
  );
}

function Instead({ link, say }: { link: string } & Pick<Speaker, "say">) {
  return (
    <p className="text-muted">
      <Link className="underline underline-offset-3" href={`/p/${link}`} prefetch={false}>
        {say("Choose what you get")}
      </Link>
    </p>
  );
}
