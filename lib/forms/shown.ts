/** A form as anybody on the web gets it, and the paper that goes with each showing. */
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { forms, organizations, stores } from "@/db/schema";
import { isPublicId } from "@/lib/connection/store";
import { invalid } from "@/lib/errors";
import { seal, unseal } from "@/lib/secrets";
import { database } from "@/lib/tenancy";
import type { FormField } from "./inputs";

/** `paper` goes back with the sign-up: sealed, it tells when this form was shown, and in which words. */
export type ShownForm = {
  id: string;
  open: boolean;
  organization: string;
  store: string;
  title: string;
  intro: string;
  button: string;
  agreement: string;
  thanks: string;
  fields: FormField[];
  doubleOptIn: boolean;
  paper: string;
};

/** The form of whichever organization has it; null when there is none. */
export async function shownForm(id: string): Promise<ShownForm | null> {
  const form = await formById(id);
  if (!form) return null;
  const { title, intro, button, agreement, thanks, doubleOptIn, organization, store } = form;
  const paper = seal(JSON.stringify([Date.now(), randomUUID(), agreement]), placeOf(id));
  const fields = form.fields as FormField[];
  const open = form.state === "open";
  return { id, open, organization, store, title, intro, button, agreement, thanks, fields, doubleOptIn, paper };
}

/** Sites that may frame the form; none named = any. Null when there is no such form. */
export async function originsOf(id: string): Promise<string[] | null> {
  return (await formById(id))?.origins ?? null;
}

/** The form's row, wherever it belongs: its public id is all a stranger has. */
export async function formById(id: string) {
  if (!isPublicId(id)) return null;
  const [row] = await database()
    .orm.select({ form: forms, organization: organizations.name, store: stores.name })
    .from(forms)
    .innerJoin(organizations, eq(organizations.id, forms.orgId))
    .innerJoin(stores, eq(stores.id, forms.storeId))
    .where(eq(forms.publicId, id));
  return row ? { ...row.form, organization: row.organization, store: row.store } : null;
}

const Paper = z.tuple([z.number(), z.uuid(), z.string()]);
const hour = 60 * 60 * 1000;

/** Seconds a person needs at least, to read and type; a program needs none. */
export const leastSeconds = 2;

/**
 * What the paper of a showing says: its own name and the agreement in the words that were shown.
 * @throws Failure invalid when it is damaged, of another form, too new or older than two days
 */
export function readPaper(id: string, paper: string): { nonce: string; agreement: string } {
  const [shownAt, nonce, agreement] = opened(id, paper);
  const age = Date.now() - shownAt;
  if (age < leastSeconds * 1000) throw invalid("That was very quick. Read the form, and press the button again.");
  if (age > 48 * hour) throw stale();
  return { nonce, agreement };
}

const stale = () => invalid("This page was open for too long. Load it again, and press the button once more.");

function opened(id: string, paper: string) {
  try {
    return Paper.parse(JSON.parse(unseal(paper, placeOf(id))));
  } catch {
    throw stale();
  }
}

const placeOf = (id: string) => `form ${id}`;
