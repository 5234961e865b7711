"use client";
/** What has to be chosen before something is done to many: tags, known or new, or a list. */
import { X } from "lucide-react";
import { useId, useState } from "react";
import { FormField, FormSelect } from "@/app/ui/form";
import { Tag } from "@/app/ui/tag";
import type { Kind } from "./words";

export type Choices = { tags: string[]; lists: { id: string; name: string }[] };

export function Fields({ kind, choices }: { kind: Kind; choices: Choices }) {
  if (kind === "tag" || kind === "untag") return <Tags known={choices.tags} fresh={kind === "tag"} />;
  if (kind === "list" || kind === "unlist") return <Lists lists={choices.lists} fresh={kind === "list"} />;
  return null;
}

/** Enter or a comma takes the name; what still stands in the field is sent too, so that it works before scripts. */
function Tags({ known, fresh }: { known: string[]; fresh: boolean }) {
  const [taken, take] = useState<string[]>([]);
  const [typed, type] = useState("");
  const id = useId();
  const add = (text: string) => {
    const names = text.split(",").flatMap((name) => name.trim() || []);
    take([...taken, ...names.filter((name) => !taken.some((one) => same(one, name)))]);
    type("");
  };
  return (
    <div className="grid gap-2">
      {taken.length > 0 ? (
        <ul aria-label="Tags chosen" className="flex flex-wrap gap-1">
          {taken.map((name) => (
            <li key={name}>
              <input type="hidden" name="tags" value={name} />
              <Tag>
                {name}
                <button
                  type="button"
                  aria-label={`Leave out ${name}`}
                  className="ml-1 hover:text-ink"
                  onClick={() => take(taken.filter((one) => one !== name))}
                >
                  <X aria-hidden className="size-3" />
                </button>
              </Tag>
            </li>
          ))}
        </ul>
      ) : null}
      <FormField
        label={fresh ? "Tags" : "Tags to remove"}
        name="tags"
        list={id}
        value={typed}
        onChange={(event) => (event.target.value.includes(",") ? add(event.target.value) : type(event.target.value))}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !typed.trim()) return;
          event.preventDefault();
          add(typed);
        }}
        autoComplete="off"
        maxLength={400}
        hint={fresh ? "Known or new; Enter or a comma takes one and begins the next." : undefined}
      />
      <datalist id={id}>
        {known
          .filter((name) => !taken.some((one) => same(one, name)))
          .map((name) => (
            <option key={name} value={name} />
          ))}
      </datalist>
    </div>
  );
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

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
