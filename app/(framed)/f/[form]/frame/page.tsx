import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { SignUpForm, Thanks } from "@/app/(public)/f/[form]/sign-up-form";
import { Spoken, speakerFor } from "@/app/(public)/speaker";
import { shownForm } from "@/lib/forms/shown";
import { TellHeight } from "./tell-height";

type Query = Record<"done" | "page" | "theme", string | string[] | undefined>;

/** The form as it stands inside a merchant's page, which may name its own address and whether it is light or dark. */
export default async function FramedForm({
  params,
  searchParams,
}: {
  params: Promise<{ form: string }>;
  searchParams: Promise<Query>;
}) {
  const [{ form: id }, { done, page, theme }] = [await params, await searchParams];
  const form = await shownForm(id);
  if (!form) notFound();
  const stoodOn = typeof page === "string" ? page : ((await headers()).get("referer") ?? "");
  const around = theme === "light" || theme === "dark" ? theme : undefined;
  const speaker = await speakerFor();
  return (
    <Spoken language={speaker.language}>
      <div data-around={around} className="contents">
        {done === "1" ? (
          <Thanks form={form} say={speaker.say} />
        ) : (
          <SignUpForm form={form} page={stoodOn} framed={around ?? "unsaid"} speaker={speaker} />
        )}
      </div>
      <TellHeight form={form.id} />
    </Spoken>
  );
}
