"use client";
/** What has to be chosen before something is done to many: tags, known or new, or a list. */
import { FormField, FormSelect } from "@/app/ui/form";
import { NamesField } from "@/app/ui/names-field";
import type { Kind } from "./words";

export type Choices = { tags: string[]; lists: { id: string; name: string }[] };

export function Fields({ kind, choices }: { kind: Kind; choices: Choices }) {
  if (kind === "tag") return <NamesField label="Tags" name="tags" known={choices.tags} fresh />;
  if (kind === "untag") return <NamesField label="Tags to remove" name="tags" known={choices.tags} />;
  if (kind === "list" || kind === "unlist") return <Lists lists={choices.lists} fresh={kind === "list"} />;
  return null;
}

/** “A new list” is the choice without an id; the field for its name stands there with it, also before scripts. */
function Lists({ lists, fresh }: { lists: Choices["lists"]; fresh: boolean }) {
  if (lists.length === 0) return fresh ? <NewList /> : <p className="text-muted">There is no list yet.</p>;
  return (
    <div className="group/list grid gap-4">
      <FormSelect label="List" name="list" defaultValue={lists[0]!.id}>
        {lists.map((list) => (
          <option key={list.id} value={list.id}>
            {list.name}
          </option>
        ))}
        {fresh ? <option value="">A new list…</option> : null}
      </FormSelect>
      {fresh ? (
        <div className="hidden group-has-[option[value='']:checked]/list:block">
          <NewList />
        </div>
      ) : null}
    </div>
  );
}

const NewList = () => <FormField label="Name of the new list" name="newList" maxLength={80} autoComplete="off" />;
