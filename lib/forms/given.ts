/** What a visitor typed into a form, checked by the rules of the fields it shows. */
import { z } from "zod";
import { normalizePhone } from "@/lib/contacts/identity";
import { invalid } from "@/lib/errors";
import { Email, remark } from "@/lib/inputs";
import type { FormField } from "./inputs";

/** Everything a form may send. `website` is a trap: people do not see it. `page` is where the form stood. */
export const SignUp = z.object({
  form: z.uuid(),
  paper: z.string().max(10_000),
  email: Email,
  agree: z.boolean().refine((ticked) => ticked, "Tick the box to sign up."),
  firstName: remark(80),
  lastName: remark(80),
  phone: remark(60),
  birthday: remark(10),
  website: z.string().max(2_000).default(""),
  page: z.string().max(2_000).default(""),
  /**
   * Inside a merchant's page, which says of itself that it is light or dark, or says nothing; empty on a page of its
   * own. It only decides on the look: a page of an earlier version that says otherwise signs up all the same.
   */
  framed: z.enum(["", "light", "dark", "unsaid"]).catch("unsaid").default(""),
  /** The one the form was shown in. */
  language: z.string().max(20).default(""),
});

/** What is kept of it, beside the address. */
export const Given = z.object({
  emailTyped: z.string().nullable().catch(null),
  firstName: z.string().catch(""),
  lastName: z.string().catch(""),
  phone: z.string().nullable().catch(null),
  birthday: z.string().nullable().catch(null),
  language: z.string().nullable().catch(null),
});
export type Given = z.output<typeof Given>;

/** Only what the form asks for. Numbers without a country code are read with the store's. @throws Failure invalid */
export function readGiven(
  input: z.output<typeof SignUp>,
  form: { fields: readonly string[]; country: string | null },
): Omit<Given, "emailTyped"> {
  const asked = (field: FormField) => (form.fields.includes(field) ? input[field] : "");
  return {
    firstName: asked("firstName"),
    lastName: asked("lastName"),
    phone: phoneOf(asked("phone"), form.country),
    birthday: birthdayOf(asked("birthday")),
    language: input.language || null,
  };
}

function phoneOf(typed: string, country: string | null): string | null {
  if (!typed) return null;
  const number = normalizePhone(typed, country);
  if (!number) throw at("phone", "This is not a phone number. Write it with its country code, as in +47 22 12 34 56.");
  return number;
}

function birthdayOf(typed: string): string | null {
  if (!typed) return null;
  const day = z.iso.date().safeParse(typed);
  const today = new Date().toISOString().slice(0, 10);
  if (!day.success || day.data < "1900-01-01" || day.data > today) throw at("birthday", "This is not a date of birth.");
  return day.data;
}

const at = (field: FormField, message: string) => invalid(message, { [field]: message });

/** Where a form stood, without what may be private behind "?" and "#". "" for what is no web address. */
export function pageOf(typed: string): string {
  if (!URL.canParse(typed)) return "";
  const { protocol, origin, pathname } = new URL(typed);
  return /^https?:$/.test(protocol) ? `${origin}${pathname}`.slice(0, 300) : "";
}
