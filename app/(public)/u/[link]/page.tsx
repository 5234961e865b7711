import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ActionForm } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { type Preferences, readPreferences } from "@/lib/preferences/preferences";
import { unsubscribe } from "../../actions";
import { closed, kindOf, Reason, Sender } from "../../words";

export const metadata: Metadata = { title: { absolute: "Unsubscribe" }, ...closed };

/** Opening it changes nothing: programs that look for dangerous links open every one. */
export default async function UnsubscribePage({ params }: { params: Promise<{ link: string }> }) {
  const { link } = await params;
  const preferences = await readPreferences(link);
  if (!preferences) notFound();
  const now = preferences.channels.find((one) => one.channel === preferences.channel);
  return (
    <>
      <Sender {...preferences} />
      {!now ? (
        <Nobody />
      ) : now.state === "unsubscribed" ? (
        <Done of={preferences} />
      ) : (
        <Ask of={preferences} link={link} />
      )}
      {now ? <Instead link={link} /> : null}
    </>
  );
}

function Ask({ of, link }: { of: Preferences; link: string }) {
  return (
    <>
      <h1>Unsubscribe?</h1>
      <p className="break-words">
        <b className="font-medium">{of.address}</b> will get no more {kindOf[of.channel]} from <bdi>{of.store}</bdi>. It
        takes effect at once.
      </p>
      <ActionForm action={unsubscribe} hidden={{ link }} aria-label="Unsubscribe">
        <Reason />
        <Submit pending="Unsubscribing…" className="h-10">
          Unsubscribe
        </Submit>
      </ActionForm>
    </>
  );
}

function Done({ of }: { of: Preferences }) {
  return (
    <>
      <h1>You are unsubscribed</h1>
      <p role="status" className="break-words">
        <b className="font-medium">{of.address}</b> gets no more {kindOf[of.channel]} from <bdi>{of.store}</bdi>.
        Messages about an order of yours are not meant by this.
      </p>
    </>
  );
}

function Nobody() {
  return (
    <>
      <h1>Nothing is sent to you</h1>
      <p>This address is not known here any more, so there is nothing to unsubscribe from.</p>
    </>
  );
}

function Instead({ link }: { link: string }) {
  return (
    <p className="text-muted">
      <Link className="underline underline-offset-3" href={`/p/${link}`} prefetch={false}>
        Choose what you get
      </Link>
    </p>
  );
}
