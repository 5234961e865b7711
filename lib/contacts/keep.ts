/** The one door for people whom no store's record tells of: sign-up forms, imports, the API, members. */
import { type SQL, sql } from "drizzle-orm";
import type { Working } from "@/lib/tenancy";
import { writeLine } from "@/lib/timeline/write";
import { takeTurn } from "./turn";

/** Keys are normalised (lib/contacts/identity.ts). At least one of email and phone. */
export type Newcomer = {
  email: string | null;
  emailTyped: string | null;
  phone: string | null;
  firstName?: string;
  lastName?: string;
  /** YYYY-MM-DD */
  birthday?: string | null;
};

/** `from` is what the timeline says of a new one: "the form “Newsletter”". */
export type Door = { source: "form" | "csv" | "api" | "manual"; from: string };

/**
 * Finds the person in the store by address, without one by the number that is theirs, or opens the contact. What is
 * known stays: the newcomer's words fill blanks only. A contact that was gone or deleted comes back. Takes the store's
 * turn, so no two of one are opened. The caller refuses beforehand whoever was erased, and afterwards hears consent and
 * derives (lib/contacts/derive.ts), in the same transaction.
 */
export async function keepPerson(
  ctx: Working,
  storeId: number,
  person: Newcomer,
  door: Door,
): Promise<{ contactId: number; fresh: boolean }> {
  await takeTurn(ctx, storeId);
  const known = await findPerson(ctx, storeId, person);
  if (known !== null) {
    await fillBlanks(ctx, known, person, door);
    return { contactId: known, fresh: false };
  }
  return { contactId: await open(ctx, storeId, person, door), fresh: true };
}

/**
 * The inner id of the contact these keys belong to, gone ones too, or null. An address that a member edited still leads
 * to its contact (lib/contacts/aliases.ts).
 */
export async function findPerson(
  ctx: Working,
  storeId: number,
  { email, phone }: Pick<Newcomer, "email" | "phone">,
): Promise<number | null> {
  const here = sql`org_id = ${ctx.orgId} and store_id = ${storeId}`;
  const key = email ? sql`email = ${email}` : sql`phone_key = ${phone}`;
  const [row] = await ctx.db.execute<{ id: string }>(sql`
    select id, 1 as rank from contacts where ${here} and ${key}
    union all select contact_id, 2 from contact_aliases where ${here} and address = ${email ?? phone}
    order by rank limit 1`);
  return row ? Number(row.id) : null;
}

/** What fills a blank stands as an edit does: until the store tells the field itself (lib/contacts/edited.ts). */
async function fillBlanks(ctx: Working, id: number, person: Newcomer, { from }: Door) {
  const { firstName = "", lastName = "", birthday = null, phone } = person;
  const filled = (field: string, value: string | null, was: string | null, blank: SQL) =>
    sql`case when ${blank} and coalesce(${value}, '') <> '' then jsonb_build_object(${field}::text,
      jsonb_build_object('value', ${value}::text, 'at', now(), 'was', ${was}::text, 'by', ${from}::text))
        else '{}' end`;
  const nameless = sql`first_name = '' and last_name = ''`;
  await ctx.db.execute(sql`
    update contacts set
      first_name = case when ${nameless} then ${firstName} else first_name end,
      last_name = case when ${nameless} then ${lastName} else last_name end,
      phone = coalesce(phone, ${phone}), birthday = coalesce(birthday, ${birthday}::date),
      edits = edits || ${filled("firstName", firstName, "", nameless)} || ${filled("lastName", lastName, "", nameless)}
        || ${filled("phone", phone, null, sql`phone is null`)},
      kept_at = coalesce(kept_at, now()), deleted_at = null, updated_at = now()
    where org_id = ${ctx.orgId} and id = ${id}`);
}

async function open(ctx: Working, storeId: number, person: Newcomer, door: Door): Promise<number> {
  const { email, emailTyped, phone, firstName = "", lastName = "", birthday = null } = person;
  const [row] = await ctx.db.execute<{ id: string }>(sql`
    insert into contacts (org_id, store_id, source, email, email_typed, phone, first_name, last_name, birthday, born_at,
      kept_at)
    values (${ctx.orgId}, ${storeId}, ${door.source}, ${email}, ${emailTyped}, ${phone}, ${firstName}, ${lastName},
      ${birthday}::date, now(), now())
    returning id`);
  const id = Number(row!.id);
  await writeLine(ctx, id, "contact.created", { from: door.from });
  return id;
}
