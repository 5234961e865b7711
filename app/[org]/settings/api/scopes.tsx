import { FormCheckbox } from "@/app/ui/form";
import { type Scope, scopes } from "@/lib/permissions";

export const scopeWords: Record<Scope, string> = {
  "contacts.read": "Read contacts, tags and lists",
  "contacts.edit": "Write contacts, events, tags and lists",
  "contacts.consent": "Tell consent",
  "contacts.export": "Export all that is held on a person",
  "contacts.erase": "Erase persons, in every store",
  "orders.edit": "Write orders of stores without a platform",
  "stores.read": "Read stores",
  "stores.connect": "Create stores",
};

/** What a key may do. Its scopes are the house's own permissions. */
export function ScopeBoxes() {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium">What it may do</legend>
      {scopes.map((scope) => (
        <FormCheckbox
          key={scope}
          name="scopes"
          value={scope}
          label={scopeWords[scope]}
          hint={<code className="text-small">{scope}</code>}
          defaultChecked={["contacts.read", "contacts.edit"].includes(scope)}
        />
      ))}
    </fieldset>
  );
}
