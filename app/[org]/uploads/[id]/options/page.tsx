import type { Metadata } from "next";
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
import { onlyEditors } from "../../only-editors";
import { readChoosing } from "../import";
import { Steps } from "../steps";

export const metadata: Metadata = { title: "Options" };

export default async function OptionsPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const base = `/${org}/uploads/${id}`;
  const { ctx } = await memberContext(org, `${base}/options`);
  const { upload } = await readChoosing(ctx, org, id, "mapping", "ready");
  if (!may(ctx, "contacts.edit")) return onlyEditors(org);
  const [{ options, meaning }, tags, lists] = await Promise.all([
    lookAtImport(ctx, { import: id }),
    listTags(ctx),
    listLists(ctx),
  ]);
  const { kind } = meaning;
  return (
    <>
      <PageHead title="Import contacts" sub={<bdi className="break-all">{upload.file}</bdi>} />
      <Steps here="Options" base={base} />
      <PageBody narrow>
        <ActionForm action={chooseOptions} org={org} hidden={{ import: upload.id }} aria-label="Options">
          {kind === "contacts" ? (
            <>
              <Card title="People who are contacts already">
                <Known chosen={options.known} />
              </Card>
              <Card title="Everybody in the file">
                <div className="grid gap-4">
                  <NamesField
                    label="Tags"
                    name="tags"
                    known={tags.map(({ name }) => name)}
                    chosen={options.tags}
                    fresh
                  />
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
            </>
          ) : (
            <Lowering kind={kind} />
          )}
          <div className="flex justify-end gap-2">
            <LinkButton href={`${base}/columns`}>Back</LinkButton>
            <Submit pending="Starting…">Next: check the file</Submit>
          </div>
        </ActionForm>
      </PageBody>
    </>
  );
}

const lowering = {
  unsubscribed:
    "Everybody in the file is unsubscribed. Who is no contact yet becomes one, so that nobody subscribes them by mistake. Nothing else of contacts that are known changes, and tags and lists of the file are left out.",
  suppressed:
    "Nothing is sent to any address of the file any more, whatever its consent. Nobody becomes a contact; names, tags and lists of the file are left out.",
};

/** Of a file that only lowers consent nothing is left to choose. */
function Lowering({ kind }: { kind: keyof typeof lowering }) {
  return (
    <Card title="Nothing to choose">
      <p className="text-muted">{lowering[kind]}</p>
      <input type="hidden" name="tags" value="" />
      <input type="hidden" name="lists" value="" />
    </Card>
  );
}

/** Plain radio buttons: one of two, each with what follows from it. */
function Known({ chosen }: { chosen: "update" | "add" }) {
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
        Whoever has unsubscribed stays so, whatever the file says; only a newer, dated opt-in lifts that.
      </p>
    </fieldset>
  );
}
