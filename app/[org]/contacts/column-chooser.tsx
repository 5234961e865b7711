import { ActionForm, FormCheckbox } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { type ColumnName, columnNames } from "@/lib/contacts/directory/columns";
import { chooseColumnsAction } from "./actions";
import { titles } from "./columns";

export function ColumnChooser({ org, columns }: { org: string; columns: ColumnName[] }) {
  return (
    <ActionForm action={chooseColumnsAction} org={org} className="grid gap-2" aria-label="Columns">
      {columnNames.map((name) => (
        <FormCheckbox
          key={name}
          name="columns"
          value={name}
          label={titles[name]}
          defaultChecked={columns.includes(name)}
        />
      ))}
      <Submit pending="Saving…" className="mt-1">
        Show these
      </Submit>
    </ActionForm>
  );
}
