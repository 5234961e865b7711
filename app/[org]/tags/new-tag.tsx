"use client";
import { FormField } from "@/app/ui/form";
import { NewDialog } from "@/app/ui/new-dialog";
import { Tag, tagColour } from "@/app/ui/tag";
import { colours } from "@/lib/tags/colours";
import { createTag } from "./actions";

export function NewTag({ org }: { org: string }) {
  return (
    <NewDialog what="tag" action={createTag} org={org}>
      <FormField label="Name" name="name" dir="auto" autoComplete="off" required />
      <fieldset>
        <legend className="mb-1 font-medium">Colour</legend>
        <div className="flex flex-wrap gap-4">
          {colours.map((colour, at) => (
            <label key={colour} className="flex items-center gap-2">
              <input type="radio" name="colour" value={colour} defaultChecked={at === 0} className="accent-accent" />
              <Tag colour={tagColour(colour)}>{colour}</Tag>
            </label>
          ))}
        </div>
      </fieldset>
    </NewDialog>
  );
}
