import { Card } from "@/app/ui/card";
import { ActionForm, FormField, FormSelect } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import { countryCodes, nameIn } from "@/lib/contacts/codes";
import { timeZones } from "@/lib/inputs";
import { openStore } from "../actions";

/** A shop whose platform is not among those we speak with: nothing to connect, only what it is called and counts in. */
/** `zone` is the organization's: most of its stores will stand there. */
export function OpenOwnStore({ org, zone }: { org: string; zone: string }) {
  return (
    <Card>
      <p className="mb-5 text-muted">
        For a shop of any other make, a till, or a market stall: its contacts come by the API and by CSV, its orders by
        the API. It needs no keys.
      </p>
      <ActionForm action={openStore} org={org} aria-label="Open a store by API and CSV">
        <FormField label="Name" name="name" dir="auto" autoComplete="off" required />
        <FormField
          label="Currency"
          name="currency"
          placeholder="EUR"
          maxLength={3}
          autoComplete="off"
          hint="Totals are told in it."
          required
        />
        <FormSelect
          label="Country"
          name="country"
          defaultValue=""
          hint="Phone numbers without a country code are read with it."
          required
        >
          <option value="" disabled>
            Choose a country
          </option>
          {countryCodes.map((code) => (
            <option key={code} value={code}>
              {nameIn("region", code)}
            </option>
          ))}
        </FormSelect>
        <FormSelect label="Time zone" name="timeZone" defaultValue={zone}>
          {timeZones().map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </FormSelect>
        <div>
          <Submit pending="Opening…">Open the store</Submit>
        </div>
      </ActionForm>
    </Card>
  );
}
