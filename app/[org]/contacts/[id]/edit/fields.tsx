import { FormField, FormSelect } from "@/app/ui/form";
import { countryCodes, languageCodes, nameIn } from "@/lib/contacts/codes";
import type { Fields } from "@/lib/contacts/fields";

const pair = "grid items-start gap-4 sm:grid-cols-2";

export function PersonFields({ fields }: { fields: Fields }) {
  return (
    <>
      <div className={pair}>
        <FormField label="First name" name="firstName" defaultValue={fields.firstName} autoComplete="off" />
        <FormField label="Last name" name="lastName" defaultValue={fields.lastName} autoComplete="off" />
        <FormField label="E-mail address" name="email" type="email" defaultValue={fields.email} autoComplete="off" />
        <FormField
          label="Phone"
          name="phone"
          type="tel"
          defaultValue={fields.phone}
          autoComplete="off"
          hint="Without + it is read as a number of the contact’s country, else of the store’s."
        />
        <FormField label="Birthday" name="birthday" type="date" defaultValue={fields.birthday} />
        <FormField label="Gender" name="gender" defaultValue={fields.gender} autoComplete="off" list="genders" />
      </div>
      <datalist id="genders">
        <option value="female" />
        <option value="male" />
        <option value="non-binary" />
      </datalist>
      <div className={pair}>
        <FormSelect label="Language" name="language" defaultValue={fields.language}>
          <Options type="language" codes={languageCodes} chosen={fields.language} />
        </FormSelect>
        <FormField label="Company" name="company" defaultValue={fields.company} autoComplete="off" />
      </div>
    </>
  );
}

export function AddressFields({ fields }: { fields: Fields }) {
  return (
    <fieldset className="grid gap-4 border-t pt-4">
      <legend className="sr-only">Address</legend>
      <FormField label="Street and number" name="line1" defaultValue={fields.line1} autoComplete="off" />
      <FormField label="Second address line" name="line2" defaultValue={fields.line2} autoComplete="off" />
      <div className={pair}>
        <FormField label="Postcode" name="postcode" defaultValue={fields.postcode} autoComplete="off" />
        <FormField label="City" name="city" defaultValue={fields.city} autoComplete="off" />
        <FormField label="Region" name="region" defaultValue={fields.region} autoComplete="off" />
        <FormSelect label="Country" name="country" defaultValue={fields.country}>
          <Options type="region" codes={countryCodes} chosen={fields.country} />
        </FormSelect>
      </div>
    </fieldset>
  );
}

/** What the store told stays to be chosen, also where it is no code we offer. */
function Options({ type, codes, chosen }: { type: "language" | "region"; codes: string[]; chosen: string }) {
  const offered = codes.includes(chosen) || chosen === "" ? codes : [chosen, ...codes];
  return (
    <>
      <option value="">Not known</option>
      {offered.map((code) => (
        <option key={code} value={code}>
          {nameIn(type, code)}
        </option>
      ))}
    </>
  );
}
