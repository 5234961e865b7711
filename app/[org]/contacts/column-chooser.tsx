import { ActionButton } from "@/app/ui/action-button";
import { ActionForm, FormCheckbox } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { columnNames, densities, type Look } from "@/lib/contacts/directory/columns";
import type { View } from "@/lib/contacts/directory/views";
import { chooseColumnsAction, forgetWidthsAction } from "./actions";
import { titles } from "./columns";

const densityWords = { comfortable: "Comfortable", compact: "Compact" };

/** While a saved view is open, its columns are chosen; else the member's usual ones. */
export function ColumnChooser({ org, look, view }: { org: string; look: Look; view: View | null }) {
  return (
    <div className="grid gap-3">
      <ActionForm
        key={look.columns.join()}
        action={chooseColumnsAction}
        org={org}
        hidden={view ? { view: view.id } : {}}
        className="grid gap-2"
        aria-label="Columns"
      >
        <div className="grid max-h-[45dvh] gap-2 overflow-auto p-0.5">
          {columnNames.map((name) => (
            <FormCheckbox
              key={name}
              name="columns"
              value={name}
              label={titles[name]}
              defaultChecked={look.columns.includes(name)}
            />
          ))}
        </div>
        <fieldset className="flex gap-4 border-t pt-2">
          <legend className="sr-only">Height of rows</legend>
          {densities.map((value) => (
            <label key={value} className="flex items-center gap-2">
              <input
                type="radio"
                name="density"
                value={value}
                defaultChecked={look.density === value}
                className="accent-accent"
              />
              {densityWords[value]}
            </label>
          ))}
        </fieldset>
        <Submit pending="Saving…" className="mt-1">
          {view ? `Show these in “${shortened(view.name)}”` : "Show these"}
        </Submit>
      </ActionForm>
      {Object.keys(look.widths).length > 0 ? (
        <ActionButton action={forgetWidthsAction} org={org} pending="Resetting…" look="bare" className="w-full">
          Reset widths
        </ActionButton>
      ) : null}
    </div>
  );
}

const shortened = (name: string) => (name.length > 14 ? `${name.slice(0, 13)}…` : name);
