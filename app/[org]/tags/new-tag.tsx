"use client";
import { Plus } from "lucide-react";
import { Button } from "@/app/ui/button";
import { DialogForm } from "@/app/ui/dialog-form";
import { FormField } from "@/app/ui/form";
import { Tag, tagColour } from "@/app/ui/tag";
import { colours } from "@/lib/tags/colours";
import { createTag } from "./actions";

export function NewTag({ org }: { org: string }) {
  const trigger = (
    <Button look="go">
      <Plus aria-hidden /> New tag
    </Button>
  );
  return (
    <DialogForm
      trigger={trigger}
      title="New tag"
      action={createTag}
      org={org}
      verb="Create the tag"
      pending="Creating…"
    >
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
    </DialogForm>
  );
}
