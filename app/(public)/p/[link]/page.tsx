import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ActionForm, FormCheckbox } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { type ChannelChoice, type Preferences, readPreferences } from "@/lib/preferences/preferences";
import { choose, leaveAll } from "../../actions";
import { closed, kindOf, Reason, Sender } from "../../words";

export const metadata: Metadata = { title: { absolute: "What you get" }, ...closed };

export default async function PreferencesPage({ params }: { params: Promise<{ link: string }> }) {
  const { link } = await params;
  const preferences = await readPreferences(link);
  if (!preferences) notFound();
  return (
    <>
      <Sender {...preferences} />
      <div>
        <h1>What you get</h1>
        <p className="break-words text-muted">
          Choices of <bdi>{preferences.address}</bdi>
        </p>
      </div>
      {preferences.known ? <Choices of={preferences} link={link} /> : <p>Nothing is sent to this address any more.</p>}
    </>
  );
}

function Choices({ of, link }: { of: Preferences; link: string }) {
  return (
    <>
      <ActionForm action={choose} hidden={{ link }} aria-label="What you get" className="grid gap-5">
        <Group name={`Ways you hear from ${of.store}`}>
          {of.channels.map((one) => (
            <FormCheckbox
              key={`${one.channel} ${one.state}`}
              name="channels"
              value={one.channel}
              label={sentence(kindOf[one.channel] ?? one.channel)}
              hint={standing(one)}
              defaultChecked={one.state === "subscribed"}
              disabled={one.state !== "subscribed" && !one.mayRise}
            />
          ))}
        </Group>
        {of.lists.length > 0 ? (
          <Group name="Lists you are on, or were">
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
        <Submit pending="Saving…" className="h-10">
          Save my choices
        </Submit>
      </ActionForm>
      <div className="border-t pt-5">
        <ActionForm action={leaveAll} hidden={{ link }} aria-label="Unsubscribe from everything">
          <Reason />
          <Submit pending="Unsubscribing…" look="stop" className="h-10">
            Unsubscribe from everything
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

function standing({ state, mayRise }: ChannelChoice): string {
  if (state === "subscribed") return "You are subscribed.";
  if (state === "pending") return "Waits for you to press the link in our confirmation mail, or to tick it here.";
  if (!mayRise) return "You are unsubscribed. Subscribing again needs a link mailed to the address you use now.";
  return state === "unsubscribed" ? "You are unsubscribed." : "You never subscribed.";
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
