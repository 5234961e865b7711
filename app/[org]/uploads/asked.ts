/** What the wizard's forms send, as the verbs want it: columns come as JSON, one field each. */
import { z } from "zod";
import { Column } from "@/lib/imports/meaning";
import { Reading } from "@/lib/imports/read";
import { MendRejects } from "@/lib/imports/rejects";
import { OfImport } from "@/lib/imports/row";
import { ChooseMapping, ChooseOptions } from "@/lib/imports/settings";

const { encoding, delimiter, quote } = Reading.shape;

export const FormDialect = OfImport.extend({
  encoding: encoding.unwrap().optional(),
  delimiter: delimiter.unwrap().optional(),
  quote: quote.unwrap().optional(),
});
export const FormHeader = OfImport.extend({ header: z.boolean() });

const fromJson = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: "custom", message: "The form is damaged. Load the page again." });
    return z.NEVER;
  }
});

export const FormMapping = ChooseMapping.extend({
  columns: z.array(fromJson.pipe(Column)).min(1).max(500),
  country: z
    .string()
    .optional()
    .transform((code) => code || null),
});

export const FormMend = OfImport.extend({
  rows: z.array(fromJson).pipe(MendRejects.shape.rows),
});

/** Names of lists come one a field; empty fields are none. */
export const FormOptions = ChooseOptions.extend({
  tags: z.array(z.string()).transform(filled).pipe(ChooseOptions.shape.tags.unwrap()),
  lists: z.array(z.string()).transform(filled).pipe(ChooseOptions.shape.lists.unwrap()),
});

function filled(names: string[]): string[] {
  return names.flatMap((name) => name.split(",")).flatMap((name) => name.trim() || []);
}
