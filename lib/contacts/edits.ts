/**
 * A member writes about a person. Two who edit the same person at once lose nothing: what only one changed is kept from
 * both, and where both changed a field the second sees both values before theirs replaces the first's.
 */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { audit } from "@/lib/audit";
import { Failure, invalid } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { writeLine } from "@/lib/timeline/write";
import { derive } from "./derive";
import { Edits } from "./edited";
import { checkField, type Field, type Fields, fieldNames, fieldWords } from "./fields";
import { OneContact } from "./held";
import { type Editable, holdEditable, keepEdits, readEditable, takeAddress } from "./write-edits";

const Typed = z.string().max(20_000, "This is too long.");

/** `seen` is what the form showed when it was opened, as JSON; without it, what stands now. */
export const EditContact = OneContact.extend({
  ...(Object.fromEntries(fieldNames.map((name) => [name, Typed.optional()])) as Record<
    Field,
    z.ZodOptional<typeof Typed>
  >),
  seen: z.string().max(200_000).optional(),
});

/** `fields` were changed now; `meanwhile` by somebody else since the form was opened. */
export type Edited = { contact: string; fields: Field[]; meanwhile: Field[] };

/** The values a form begins with. @throws Failure not-found, forbidden */
export async function editableFields(ctx: Ctx, input: z.output<typeof OneContact>): Promise<Fields> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => (await readEditable(ctx, input.contact)).fields);
}

/**
 * Writes the fields that differ from what the form showed; they stand over the store's records until one tells the
 * field anew (lib/contacts/edited.ts). An edited address is the contact's key; the old one still leads to it.
 * @throws Failure not-found; invalid and conflict with a message per field; `other` names the contact whose address it
 * is
 */
export async function editContact(ctx: Ctx, input: z.output<typeof EditContact>): Promise<Edited> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const contact = await holdEditable(ctx, input.contact);
    const seen = seenFields(input.seen, contact.fields);
    const mine = fieldNames.filter((field) => input[field] !== undefined && input[field] !== seen[field]);
    const meanwhile = fieldNames.filter((field) => contact.fields[field] !== seen[field] && !mine.includes(field));
    const next = checked(contact, input, mine);
    refuseWhereBoth(contact, seen, next);
    const fields = mine.filter((field) => next[field] !== contact.fields[field]);
    if (fields.length > 0) await write(ctx, contact, next, fields);
    return { contact: input.contact, fields, meanwhile };
  });
}

function seenFields(json: string | undefined, current: Fields): Fields {
  try {
    const parsed = z
      .partialRecord(z.enum(fieldNames as [Field, ...Field[]]), z.string())
      .parse(JSON.parse(json ?? "{}"));
    return { ...current, ...parsed };
  } catch {
    throw invalid("The form is damaged. Open it again.");
  }
}

function checked(contact: Editable, input: Partial<Fields>, mine: Field[]): Partial<Fields> {
  const next: Partial<Fields> = {};
  const wrong: Record<string, string> = {};
  const country = input.country || contact.fields.country || contact.store.country;
  for (const field of mine) {
    const result = checkField(field, input[field]!, /^[A-Z]{2}$/.test(country ?? "") ? country : null);
    if ("wrong" in result) wrong[field] = result.wrong;
    else next[field] = result.value;
  }
  const problems = Object.values(wrong);
  if (problems.length > 0) {
    throw invalid(problems.length === 1 ? problems[0]! : `${problems.length} fields need another look.`, wrong);
  }
  const left = (field: "email" | "phone") => next[field] ?? contact.fields[field];
  if (!left("email") && !left("phone") && !contact.reachable) {
    const message = "Keep an e-mail address or a phone number: without either nobody can tell who this is.";
    throw invalid(message, { [mine.includes("email") ? "email" : "phone"]: message });
  }
  return next;
}

/** Both wrote another thing into one field: told with both values, and what stands now is what was seen next time. */
function refuseWhereBoth(contact: Editable, seen: Fields, next: Partial<Fields>) {
  const both = fieldNames.filter((field) => {
    const value = next[field];
    return value !== undefined && contact.fields[field] !== seen[field] && contact.fields[field] !== value;
  });
  if (both.length === 0) return;
  // Only these were told: what else somebody changed is still not seen, and must not be taken for emptied by this form.
  const now = Object.fromEntries(both.map((field) => [field, contact.fields[field]]));
  const told = both.map((field) => [
    field,
    `${authorOf(contact, field)} meanwhile made this “${contact.fields[field] || "empty"}”.`,
  ]);
  throw new Failure(
    "conflict",
    `Somebody changed the ${both.map((field) => fieldWords[field]).join(", ")} while you were editing. Yours stands below: save once more to put it in its place, or copy what you want to keep.`,
    { ...Object.fromEntries(told), seen: JSON.stringify({ ...seen, ...now }) },
  );
}

function authorOf(contact: Editable, field: Field): string {
  const edit = Edits.parse(contact.edits)[field];
  return edit && edit.value === contact.fields[field] && edit.by ? edit.by : "The store";
}

async function write(ctx: Working, contact: Editable, next: Partial<Fields>, fields: Field[]) {
  const { id, store } = contact;
  const touched = [id];
  for (const field of ["email", "phone"] as const) {
    const address = next[field];
    if (address !== undefined && fields.includes(field))
      touched.push(...(await takeAddress(ctx, contact, field, address)));
  }
  await keepEdits(ctx, contact, next, fields);
  await derive(ctx, store, touched);
  const changes = fields.map((field) => ({ field: fieldWords[field], from: contact.fields[field], to: next[field] }));
  await writeLine(ctx, id, "contact.edited", { changes });
  await ctx.db.execute(sql`update contacts set updated_at = now() where org_id = ${ctx.orgId} and id = ${id}`);
  await audit(ctx, "contact.edited", `contact ${contact.contact}`, { fields });
}
