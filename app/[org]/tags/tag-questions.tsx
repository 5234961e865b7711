"use client";
import { DialogForm } from "@/app/ui/dialog-form";
import { FormField, FormSelect } from "@/app/ui/form";
import { mainAction } from "@/app/ui/row-menu";
import { plural } from "@/lib/format";
import { deleteTag, mergeTags, renameTag } from "./actions";
import { useAllTags } from "./all-tags";
import type { Question } from "./tag-choices";
import type { TagInMenu } from "./tag-menu";

type Props = { org: string; tag: TagInMenu; close: () => void; giveBack: () => HTMLElement | null };

export default function TagQuestions({ asked, ...props }: Props & { asked: Question }) {
  if (asked === "rename") return <Rename {...props} />;
  return asked === "merge" ? <MergeInto {...props} /> : <Delete {...props} />;
}

function Rename({ org, tag, close, giveBack }: Props) {
  return (
    <DialogForm
      title="Rename the tag"
      action={renameTag}
      org={org}
      hidden={{ tag: tag.id }}
      verb="Save"
      pending="Saving…"
      onClose={close}
      giveBack={giveBack}
    >
      <FormField label="Name" name="name" dir="auto" defaultValue={tag.name} autoComplete="off" required />
    </DialogForm>
  );
}

function MergeInto({ org, tag, close }: Props) {
  const others = useAllTags().filter(({ id }) => id !== tag.id);
  return (
    <DialogForm
      title={`Merge “${tag.name}” into another tag`}
      action={mergeTags}
      org={org}
      hidden={{ from: tag.id }}
      verb="Merge the tags"
      pending="Merging…"
      look="stop"
      onClose={close}
      giveBack={mainAction}
    >
      <FormSelect label="Into" name="into" defaultValue="">
        <option value="" disabled>
          Choose the tag that stays
        </option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </FormSelect>
      <p>
        {getting(tag.contacts)} “{tag.name}” itself ends. This cannot be undone.
      </p>
    </DialogForm>
  );
}

function Delete({ org, tag, close }: Props) {
  return (
    <DialogForm
      title={`Delete tag “${tag.name}”`}
      action={deleteTag}
      org={org}
      hidden={{ tag: tag.id }}
      verb={`Delete “${tag.name}”`}
      pending="Deleting…"
      look="stop"
      onClose={close}
      giveBack={mainAction}
    >
      <p>{losing(tag.contacts)} No contact is deleted. This cannot be undone.</p>
    </DialogForm>
  );
}

function getting(contacts: number | null): string {
  if (contacts === null) return "Whoever has it gets the other tag.";
  if (contacts === 0) return "Nobody has it.";
  return contacts === 1 ? "1 contact gets the other tag." : `${plural(contacts, "contact")} get the other tag.`;
}

function losing(contacts: number | null): string {
  if (contacts === null) return "Whoever has it loses it.";
  if (contacts === 0) return "Nobody has it.";
  return contacts === 1 ? "1 contact loses it." : `${plural(contacts, "contact")} lose it.`;
}
