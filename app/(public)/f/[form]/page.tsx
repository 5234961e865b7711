import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { appUrl } from "@/lib/env";
import { shownForm } from "@/lib/forms/shown";
import { Spoken, speakerFor } from "../../speaker";
import { Sender } from "../../words";
import { SignUpForm, Thanks } from "./sign-up-form";

type Props = { params: Promise<{ form: string }>; searchParams: Promise<{ done?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const form = await shownForm((await params).form);
  return { title: { absolute: form ? `${form.title} · ${form.store}` : (await speakerFor()).say("Sign up") } };
}

export default async function FormPage({ params, searchParams }: Props) {
  const [{ form: id }, { done }] = [await params, await searchParams];
  const form = await shownForm(id);
  if (!form) notFound();
  const speaker = await speakerFor();
  return (
    <Spoken language={speaker.language}>
      <Sender {...form} />
      {done === "1" ? (
        <Thanks form={form} say={speaker.say} />
      ) : (
        <SignUpForm form={form} page={`${appUrl()}/f/${form.id}`} speaker={speaker} />
      )}
    </Spoken>
  );
}
