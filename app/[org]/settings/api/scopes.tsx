import type { Scope } from "@/lib/permissions";
import { CodeBoxes } from "../code-boxes";

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
  const chosen = ["contacts.read", "contacts.edit"] as const;
  return <CodeBoxes legend="What it may do" name="scopes" words={scopeWords} chosen={chosen} />;
}
