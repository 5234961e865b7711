/** The tags of one person: each with its cross, and a field for one more, known or new. */
import { Store, X } from "lucide-react";
import { ActionButton } from "@/app/ui/action-button";
import { ActionForm, FormField } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { Tag, tagColour } from "@/app/ui/tag";
import { kindWords } from "@/app/ui/words";
import type { Tagged } from "@/lib/contacts/tagged";
import { tagContactAction, untagContactAction } from "./actions";

export function TagEditor({ of, org, edit }: { of: Tagged; org: string; edit: boolean }) {
  return (
    <div className="grid gap-4">
      <ul aria-label="Tags" className="flex flex-wrap gap-y-1.5 empty:hidden">
        {of.specialTags.map((name) => (
          <li key={name} title="Kept by the store">
            <Tag colour="special">{kindWords[name] ?? name}</Tag>
          </li>
        ))}
        {of.tags.map((tag) => (
          <li
            key={tag.id}
            className="min-w-0"
            title={tag.mirrored ? "From the store; it goes when it is taken off there" : undefined}
          >
            <Tag colour={tagColour(tag.colour)}>
              <span className="min-w-0 truncate">{tag.name}</span>
              {tag.mirrored ? <FromStore /> : edit ? <Remove tag={tag} contact={of.id} org={org} /> : null}
            </Tag>
          </li>
        ))}
      </ul>
      {of.tags.length + of.specialTags.length === 0 ? <p className="text-muted">No tag yet.</p> : null}
      {edit ? (
        <ActionForm action={tagContactAction} org={org} hidden={{ contact: of.id }}>
          <div className="grid grid-cols-[1fr_auto] items-start gap-2 [&>button]:mt-[25px]">
            <FormField label="Add a tag" name="tags" list="known-tags" autoComplete="off" maxLength={80} />
            <Submit look="plain" pending="Adding…">
              Add
            </Submit>
          </div>
          <datalist id="known-tags">
            {of.others.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </ActionForm>
      ) : null}
    </div>
  );
}

const FromStore = () => (
  <>
    <Store aria-hidden className="ml-1 size-3 shrink-0" />
    <span className="sr-only">, from the store</span>
  </>
);

function Remove({ tag, contact, org }: { tag: Tagged["tags"][number]; contact: string; org: string }) {
  return (
    <ActionButton
      action={untagContactAction}
      org={org}
      hidden={{ contact, tag: tag.id }}
      look="bare"
      pending="…"
      className="-mr-1.5 ml-0.5 size-5 px-0"
    >
      <X aria-hidden />
      <span className="sr-only">Remove {tag.name}</span>
    </ActionButton>
  );
}
