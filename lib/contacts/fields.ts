/** What a member may write about a person, and what makes a value of each field. */
import { z } from "zod";
import { Email, remark } from "@/lib/inputs";
import { countryCodes } from "./codes";
import { normalizePhone } from "./identity";

/** In the order of the form. */
export const fieldNames = [
  ...["firstName", "lastName", "email", "phone", "birthday", "gender", "language"],
  ...["company", "line1", "line2", "postcode", "city", "region", "country"],
] as const as readonly Field[];

export type Field =
  | ("firstName" | "lastName" | "email" | "phone" | "birthday" | "gender" | "language")
  | ("company" | "line1" | "line2" | "postcode" | "city" | "region" | "country");

/** Texts as they stand in a form: "" where there is nothing. */
export type Fields = Record<Field, string>;

/** How a field is called in a sentence. */
export const fieldWords: Record<Field, string> = {
  firstName: "first name",
  lastName: "last name",
  email: "e-mail address",
  phone: "phone number",
  birthday: "birthday",
  gender: "gender",
  language: "language",
  company: "company",
  line1: "street and number",
  line2: "second address line",
  postcode: "postcode",
  city: "city",
  region: "region",
  country: "country",
};

const birthdayWords = "Enter a day of the past, such as 1988-04-12.";

const checks: Record<Exclude<Field, "phone">, z.ZodType<string>> = {
  firstName: remark(100),
  lastName: remark(100),
  email: z.string().superRefine(asTyped),
  birthday: z.iso.date(birthdayWords).refine(past, birthdayWords),
  gender: remark(40),
  language: z.string().refine(isLanguage, "Choose a language."),
  company: remark(120),
  line1: remark(200),
  line2: remark(200),
  postcode: remark(20),
  city: remark(100),
  region: remark(100),
  country: z.string().refine((code) => countryCodes.includes(code), "Choose a country."),
};

/** The value as it is kept, or what is wrong with it. Every field may be empty. `country`: for numbers without one. */
export function checkField(field: Field, typed: string, country: string | null): { value: string } | { wrong: string } {
  const trimmed = typed.trim();
  if (trimmed === "") return { value: "" };
  if (field === "phone") return checkPhone(trimmed, country);
  const checked = checks[field].safeParse(trimmed);
  return checked.success ? { value: checked.data } : { wrong: checked.error.issues[0]!.message };
}

function checkPhone(typed: string, country: string | null): { value: string } | { wrong: string } {
  const value = normalizePhone(typed, country);
  return value
    ? { value }
    : { wrong: "This is not a phone number. Begin with + and the country, such as +49 170 555 0101." };
}

function isLanguage(code: string): boolean {
  try {
    return code.length <= 35 && Intl.getCanonicalLocales(code.replaceAll("_", "-")).length === 1;
  } catch {
    return false;
  }
}

/** An address keeps its capitals for the eye; the key is made of it where it is written. */
function asTyped(typed: string, context: z.core.$RefinementCtx<string>) {
  const message = Email.safeParse(typed).error?.issues[0]?.message;
  if (message) context.addIssue({ code: "custom", message });
}

function past(day: string): boolean {
  return day >= "1900-01-01" && day <= new Date().toISOString().slice(0, 10);
}
