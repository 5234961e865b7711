/** What a merchant types to make a form. What visitors type into one is read in `given.ts`. */
import { z } from "zod";
import { line } from "@/lib/inputs";
import { Sites } from "@/lib/sites";

/** What a form may ask for beside the address. */
export const formFields = ["firstName", "lastName", "phone", "birthday"] as const;
export type FormField = (typeof formFields)[number];

/** Words of several lines: kept as typed but for what nobody sees. */
const words = (longest: number) =>
  z
    .string()
    .default("")
    .transform((typed) => typed.normalize("NFC").replace(/\r\n?/g, "\n").replace(unseen, "").trim())
    .pipe(z.string().max(longest, `Use at most ${longest} characters.`));

// Control characters but for tab and newline, lone surrogates, and marks that turn the reading direction around.
const unseen = /(?![\t\n])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;

/** `store` and `list` are public ids; no list is "". */
export const CreateForm = z.object({
  name: line("a name"),
  store: z.uuid("Choose a store."),
  title: line("a title", 120),
  intro: words(1_000),
  fields: z.array(z.enum(formFields)),
  agreement: words(2_000).pipe(z.string().min(1, "Say what people agree to.")),
  button: line("the words of the button", 40),
  thanks: words(600).pipe(z.string().min(1, "Say thank you.")),
  list: z.uuid().or(z.literal("")).default(""),
  doubleOptIn: z.boolean(),
  origins: Sites,
});
export const OneForm = z.object({ form: z.uuid() });
export const EditForm = CreateForm.extend(OneForm.shape);
