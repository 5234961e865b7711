/** What makes a form, in the order in which people meet it. */
import { Card } from "@/app/ui/card";
import { FormCheckbox, FormField, FormSelect, FormTextArea } from "@/app/ui/form";
import type { FormDetail } from "@/lib/forms/forms";
import { formFields } from "@/lib/forms/inputs";

type Draft = Partial<Omit<FormDetail, "list">> & { list?: { id: string } | null };
type Named = { id: string; name: string };

const fieldWords: Record<(typeof formFields)[number], string> = {
  firstName: "First name",
  lastName: "Last name",
  phone: "Phone",
  birthday: "Date of birth",
};

export function FormFields({ draft, stores, lists }: { draft: Draft; stores: Named[]; lists: Named[] }) {
  return (
    <>
      <Card title="What people read">
        <div className="grid gap-4">
          <FormField label="Title" name="title" defaultValue={draft.title} maxLength={120} required dir="auto" />
          <FormTextArea label="Introduction (optional)" name="intro" defaultValue={draft.intro} dir="auto" />
          <fieldset className="grid gap-2">
            <legend className="mb-1 font-medium">Asked beside the e-mail address</legend>
            {formFields.map((field) => (
              <FormCheckbox
                key={field}
                name="fields"
                value={field}
                label={fieldWords[field]}
                defaultChecked={draft.fields?.includes(field)}
              />
            ))}
          </fieldset>
          <FormTextArea
            label="What people agree to"
            name="agreement"
            defaultValue={draft.agreement}
            hint="Stands beside a box that they tick, and is kept word for word as the evidence of their consent."
            required
            dir="auto"
          />
          <FormField label="Button" name="button" defaultValue={draft.button} maxLength={40} required dir="auto" />
          <FormTextArea label="Thank you" name="thanks" defaultValue={draft.thanks} required dir="auto" />
        </div>
      </Card>
      <Card title="What happens">
        <div className="grid gap-4">
          <FormField
            label="Name"
            name="name"
            defaultValue={draft.name}
            hint="Only you see it: on timelines, and as the source of consents."
            maxLength={80}
            required
          />
          <FormSelect label="Store" name="store" defaultValue={draft.storeId} hint="Whose contacts people become.">
            {stores.map(option)}
          </FormSelect>
          <FormSelect label="List to join" name="list" defaultValue={draft.list?.id ?? ""}>
            <option value="">No list</option>
            {lists.map(option)}
          </FormSelect>
          <FormCheckbox
            name="doubleOptIn"
            label="Ask by mail whether the address is theirs"
            hint="Nobody can be signed up by somebody else. Whoever has unsubscribed before, or was erased, is asked in any case."
            defaultChecked={draft.doubleOptIn ?? true}
          />
          <FormTextArea
            label="Sites that may show it (optional)"
            name="origins"
            defaultValue={draft.origins?.join("\n")}
            hint="One address a line, such as https://shop.example. Empty: any site."
            inputMode="url"
          />
        </div>
      </Card>
    </>
  );
}

const option = ({ id, name }: Named) => (
  <option key={id} value={id}>
    {name}
  </option>
);
