import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { shownForm } from "@/lib/forms/shown";
import { SignUpForm, Thanks } from "../sign-up-form";
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
  const around = typeof page === "string" ? page : ((await headers()).get("referer") ?? "");
  const scheme = theme === "light" || theme === "dark" ? `:root{color-scheme:${theme}}` : "";
  return (
    <>
      <style>{`body{background:transparent}${scheme}`}</style>
      {done === "1" ? <Thanks form={form} /> : <SignUpForm form={form} page={around} framed />}
      <TellHeight form={form.id} />
    </>
  );
}
