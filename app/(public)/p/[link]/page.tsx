import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ActionForm, FormCheckbox } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import type { Sentence } from "@/lib/languages/languages";
import { type ChannelChoice, type Preferences, readPreferences } from "@/lib/preferences/preferences";
import { choose, leaveAll } from "../../actions";
import { type Speaker, Spoken, speakerFor } from "../../speaker";
import { closed, Reason, Sender } from "../../words";

export async function generateMetadata(): Promise<Metadata> {
  return { title: { absolute: (await speakerFor()).say("What you get") }, ...closed };
}

export default async function PreferencesPage({ params }: { params: Promise<{ link: string }> }) {
  const { link } = await params;
  const preferences = await readPreferences(link);
  if (!preferences) notFound();
  const speaker = await speakerFor(preferences.language);
  const { say, tell } = speaker;
  return (
    <Spoken language={speaker.language}>
      <Sender {...preferences} />
      <div>
        <h1>{say("What you get")}</h1>
        <p className="break-words text-muted">
          {tell("Choices of {address}", { address: <bdi>{preferences.address}</bdi> })}
        </p>
      </div>
      {preferences.known ? (
        <Choices of={preferences} link={link} speaker={speaker} />
      ) : (
        <p>{say("Nothing is sent to this address any more.")}</p>
      )}
    </Spoken>
  );
}

type ChoicesProps = { of: Preferences; link: string; speaker: Speaker };

const channelNames = { email: "E-mail", sms: "Text messages", push: "Notifications" } as const;

function Choices({ of, link, speaker: { language, say } }: ChoicesProps) {
  return (
    <>
      <ActionForm action={choose} hidden={{ link, language }} aria-label={say("What you get")} className="grid gap-5">
        <Group name={say("Ways you hear from {store}", { store: of.store })}>
          {of.channels.map((one) => (
            <FormCheckbox
              key={`${one.channel} ${one.state}`}
              name="channels"
              value={one.channel}
              label={say(channelNames[one.channel])}
              hint={say(standing(one))}
              defaultChecked={one.state === "subscribed"}
              disabled={one.state !== "subscribed" && !one.mayRise}
            />
          ))}
        </Group>
        {of.lists.length > 0 ? (
          <Group name={say("Lists you are on, or were")}>
            {of.lists.map((list) => (
              <FormCheckbox
                key={`${list.id} ${list.joined}`}
                name="lists"
                value={list.id}
                label={list.name}
                hint={list.description || undefined}
                defaultChecked={list.joined}
                dir="auto"
              />
            ))}
          </Group>
        ) : null}
        <Submit pending={say("Saving…")} className="h-10">
          {say("Save my choices")}
        </Submit>
      </ActionForm>
      <div className="border-t pt-5">
        <ActionForm action={leaveAll} hidden={{ link, language }} aria-label={say("Unsubscribe from everything")}>
          <Reason say={say} />
          <Submit pending={say("Unsubscribing…")} look="stop" className="h-10">
            {say("Unsubscribe from everything")}
          </Submit>
        </ActionForm>
      </div>
    </>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-semibold" dir="auto">
        {name}
      </legend>
      {children}
    </fieldset>
  );
}

function standing({ state, mayRise }: ChannelChoice): Sentence {
  if (state === "subscribed") return "You are subscribed.";
  if (state === "pending") return "Waits for you to press the link in our confirmation mail, or to tick it here.";
  if (!mayRise) return "You are unsubscribed. Subscribing again needs a link mailed to the address you use now.";
  return state === "unsubscribed" ? "You are unsubscribed." : "You never subscribed.";
}
