import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { ActionForm } from "@/app/ui/form";
import { NamesField } from "@/app/ui/names-field";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Submit } from "@/app/ui/submit";
import { lookAtImport } from "@/lib/imports/settings";
import { listLists } from "@/lib/lists/lists";
import { may } from "@/lib/permissions";
import { listTags } from "@/lib/tags/tags";
import { memberContext } from "@/lib/web/session";
import { chooseOptions } from "../../actions";
import { readChoosing } from "../import";
import { Steps } from "../steps";

export const metadata: Metadata = { title: "Options" };

export default async function OptionsPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const base = `/${org}/uploads/${id}`;
  const { ctx } = await memberContext(org, `${base}/options`);
  const { upload } = await readChoosing(ctx, org, id, "mapping", "ready");
  if (!may(ctx, "contacts.edit")) notFound();
  const [{ options, meaning }, tags, lists] = await Promise.all([
    lookAtImport(ctx, { import: id }),
    listTags(ctx),
    listLists(ctx),
  ]);
  const lowers = meaning.kind !== "contacts";
  return (
    <>
      <PageHead title="Import contacts" />
      <Steps here="Options" base={base} />
      <PageBody narrow>
        <ActionForm action={chooseOptions} org={org} hidden={{ import: upload.id }} aria-label="Options">
          <Card title="People who are contacts already">
            <Known chosen={options.known} lowers={lowers} />
          </Card>
          <Card title="Everybody in the file">
            <div className="grid gap-4">
              <NamesField label="Tags" name="tags" known={tags.map(({ name }) => name)} chosen={options.tags} fresh />
              <NamesField
                label="Lists"
                name="lists"
                known={lists.map(({ name }) => name)}
                chosen={options.lists}
                fresh
                hint="Known or new. Being on a list is no permission to write: consent is what the file’s columns say."
              />
            </div>
          </Card>
          <div className="flex justify-end gap-2">
            <LinkButton href={`${base}/columns`}>Back</LinkButton>
            <Submit pending="Starting…">Next: check the file</Submit>
          </div>
        </ActionForm>
      </PageBody>
    </>
  );
}

/** Plain radio buttons: one of two, each with what follows from it. */
function Known({ chosen, lowers }: { chosen: "update" | "add"; lowers: boolean }) {
  const choices = [
    {
      value: "update",
      label: "Bring them up to date",
      hint: "What the file tells goes over what is known; an empty cell empties nothing. What a store tells later goes over it again.",
    },
    {
      value: "add",
      label: "Leave them as they are",
      hint: "Only tags, lists and consent of the file reach them.",
    },
  ];
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">People who are contacts already</legend>
      {choices.map(({ value, label, hint }) => (
        <label key={value} className="grid grid-cols-[auto_1fr] items-baseline gap-x-2.5">
          <input
            type="radio"
            name="known"
            value={value}
            defaultChecked={value === chosen}
            className="translate-y-0.5 accent-accent"
          />
          <span>
            <span className="font-medium">{label}</span>
            <span className="block text-muted">{hint}</span>
          </span>
        </label>
      ))}
      <p className="text-muted">
        {lowers
          ? "This kind of file only ever lowers consent."
          : "Whoever has unsubscribed stays so, whatever the file says; only a newer, dated opt-in lifts that."}
      </p>
    </fieldset>
  );
}
