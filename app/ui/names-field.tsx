"use client";
/** A field for several names, of tags or lists: known ones are offered, those taken stand below it as chips. */
import { X } from "lucide-react";
import { useId, useState } from "react";
import { FormField } from "./form";
import { Tag } from "./tag";

type Props = {
  label: string;
  /** Each name is sent as one field of this name. */
  name: string;
  known: string[];
  /** Taken from the start. */
  chosen?: string[];
  /** Unknown names are made. */
  fresh?: boolean;
  hint?: string;
};

/** Enter or a comma takes the name; what still stands in the field is sent too, so that it works before scripts. */
export function NamesField({ label, name, known, chosen = [], fresh, hint }: Props) {
  const [taken, take] = useState(chosen);
  const [typed, type] = useState("");
  const id = useId();
  const add = (text: string) => {
    const names = text.split(",").flatMap((name) => name.trim() || []);
    take([...taken, ...names.filter((name) => !taken.some((one) => same(one, name)))]);
    type("");
  };
  return (
    <div className="grid gap-2">
      <FormField
        label={label}
        name={name}
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
        hint={hint ?? (fresh ? "Known or new; Enter or a comma takes one and begins the next." : undefined)}
      />
      <datalist id={id}>
        {known
          .filter((name) => !taken.some((one) => same(one, name)))
          .map((name) => (
            <option key={name} value={name} />
          ))}
      </datalist>
      {taken.length > 0 ? (
        <ul aria-label={`${label} chosen`} className="flex flex-wrap gap-1">
          {taken.map((one) => (
            <li key={one}>
              <input type="hidden" name={name} value={one} />
              <Tag>
                {one}
                <button
                  type="button"
                  aria-label={`Leave out ${one}`}
                  className="ml-1 hover:text-ink"
                  onClick={() => take(taken.filter((other) => other !== one))}
                >
                  <X aria-hidden className="size-3" />
                </button>
              </Tag>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
