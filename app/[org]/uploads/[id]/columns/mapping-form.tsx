"use client";
/** What each column of the file is. Its state is what is sent: one JSON text a column. */
import { useState } from "react";
import { LinkButton } from "@/app/ui/button";
import { ActionForm, FormSelect } from "@/app/ui/form";
import { Submit } from "@/app/ui/submit";
import type { Column, Meaning } from "@/lib/imports/meaning";
import type { OwnField } from "@/lib/imports/own-fields";
import { chooseMapping } from "../../actions";
import { kindWords } from "../../words";
import { ColumnRow } from "./column-row";
import type { ShownColumn } from "./shown";

type Props = {
  org: string;
  upload: string;
  meaning: Meaning;
  columns: ShownColumn[];
  /** The lines of the two examples. */
  lines: number[];
  own: OwnField[];
  countries: { code: string; name: string }[];
};

/** Of these there may be several: a second number, a second word about consent, of which the strictest counts. */
const many = new Set(["custom", "ignore", "tags", "lists", "phone", "emailConsent", "smsConsent"]);

export function MappingForm({ org, upload, meaning, columns, lines, own, countries }: Props) {
  const [chosen, choose] = useState<Column[]>(columns.map(({ column }) => column));
  const taken = chosen.map(({ field }) => field).filter((field) => !many.has(field));
  const change = (at: number, column: Column) => choose(chosen.map((one, n) => (n === at ? column : one)));
  return (
    <ActionForm action={chooseMapping} org={org} hidden={{ import: upload }} aria-label="Columns">
      <section aria-label="Columns of the file" className="in-card overflow-auto rounded-lg border bg-raised">
        <table className="records align-top">
          <thead>
            <tr>
              <th>Column</th>
              <th>Is</th>
              <th className="max-md:hidden">{lines[0] ? `Row ${lines[0]}` : "First row"}</th>
              <th className="max-md:hidden">{lines[1] ? `Row ${lines[1]}` : "Second row"}</th>
              <th className="right max-md:hidden">Filled</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((shown, at) => (
              <ColumnRow
                key={shown.id}
                shown={shown}
                own={own}
                column={chosen[at]!}
                change={(column) => change(at, column)}
                twice={taken.filter((field) => field === chosen[at]!.field).length > 1}
              />
            ))}
          </tbody>
        </table>
      </section>
      <div className="group/kind grid max-w-2xl gap-4">
        <FormSelect label="What is in the file" name="kind" defaultValue={meaning.kind}>
          {Object.entries(kindWords).map(([kind, { name }]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </FormSelect>
        <div className="hidden group-has-[option[value=suppressed]:checked]/kind:block">
          <FormSelect label="Why they are written to no more" name="reason" defaultValue={meaning.reason}>
            <option value="manual">By hand: this can be lifted</option>
            <option value="bounce">Their mail came back</option>
            <option value="complaint">They complained</option>
            <option value="invalid">The address is invalid</option>
          </FormSelect>
        </div>
        {chosen.some(({ field }) => field === "phone") ? (
          <FormSelect
            label="Country of phone numbers"
            name="country"
            defaultValue={meaning.country ?? ""}
            hint="For numbers that begin without a country’s code. A row’s own country goes before it."
          >
            <option value="">The store’s</option>
            {countries.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </FormSelect>
        ) : (
          <input type="hidden" name="country" value={meaning.country ?? ""} />
        )}
        <FormSelect
          label="A cell that cannot be read"
          name="unreadable"
          defaultValue={meaning.unreadable}
          hint="Such as a 31st of February. Without an address that can be read, and with a word about consent that is not chosen, a row is always rejected."
        >
          <option value="reject">Rejects its row, which can be mended afterwards</option>
          <option value="leave-out">Is left out, the rest of the row is taken</option>
        </FormSelect>
      </div>
      <div className="flex justify-end gap-2">
        <LinkButton href={`/${org}/uploads`} look="bare">
          Later
        </LinkButton>
        <Submit pending="Saving…">Next: options</Submit>
      </div>
    </ActionForm>
  );
}
