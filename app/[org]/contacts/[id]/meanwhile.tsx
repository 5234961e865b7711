import { Note } from "@/app/ui/note";
import { type Field, fieldNames, fieldWords } from "@/lib/contacts/fields";

/** After saving: what somebody else changed while the form was open. `fields` is from the address. */
export function Meanwhile({ fields = "" }: { fields?: string }) {
  const known = fieldNames.filter((name: Field) => fields.split(",").includes(name));
  if (known.length === 0) return null;
  const words = known.map((name) => fieldWords[name]).join(", ");
  return (
    <div className="px-4 pb-4 md:px-6" role="status">
      <Note>Saved. While you were editing, somebody else changed: {words}. What you see here holds both.</Note>
    </div>
  );
}
