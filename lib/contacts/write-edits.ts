/**
 * The row behind an edit: read, held, its addresses changed without losing who the store's records mean, and written.
 */
import { sql } from "drizzle-orm";
import { addressHashes } from "@/lib/address-hash";
import { Failure, notFound } from "@/lib/errors";
import { anyText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { writeAliases } from "./aliases";
import type { DerivedStore } from "./derive";
import { Edits } from "./edited";
import { type Field, type Fields, fieldWords } from "./fields";
import { normalizeEmail } from "./identity";
import { mergeContacts } from "./merge";
import { takeTurn } from "./turn";

export type Editable = {
  id: number;
  contact: string;
  fields: Fields;
  edits: unknown;
  /** There is more to know the person by than an address. */
  reachable: boolean;
  /** The e-mail address as the key it is. */
  email: string | null;
  store: DerivedStore & { country: string | null };
};

type Raw = Pick<Editable, "contact" | "edits" | "reachable" | "email"> & {
  id: string;
  fields: Record<Field, string | null>;
  storeId: string;
  storeCountry: string | null;
} & Pick<DerivedStore, "currency" | "selection">;

/** A visible contact as a form shows it. @throws Failure not-found */
export async function readEditable(ctx: Working, contact: string): Promise<Editable> {
  return found(await ctx.db.execute<Raw>(query(ctx, contact)));
}

/** The same, held until the transaction ends, and the store before it. @throws Failure not-found */
export async function holdEditable(ctx: Working, contact: string): Promise<Editable> {
  const { store } = await readEditable(ctx, contact);
  await takeTurn(ctx, store.id);
  return found(await ctx.db.execute<Raw>(sql`${query(ctx, contact)} for no key update of c`));
}

/**
 * Makes this the contact's address, and lets the old one still lead to it. Gives the other contacts whose number may
 * now be their key. @throws Failure invalid where it is another contact's or was erased
 */
export async function takeAddress(ctx: Working, contact: Editable, field: "email" | "phone", address: string) {
  const key = field === "email" ? normalizeEmail(address) : address;
  const old = field === "email" ? contact.email : contact.fields.phone;
  if (key === old) return [];
  if (key) {
    await refuseErased(ctx, field, key);
    await refuseTaken(ctx, contact, field, key);
  }
  if (!old) return [];
  await writeAliases(ctx, contact.store.id, [{ contact: contact.id, address: old }]);
  if (field === "email") return [];
  const sharing = await ctx.db.execute<{ id: string }>(sql`
    select id from contacts where org_id = ${ctx.orgId} and store_id = ${contact.store.id} and phone = ${old}
      and id <> ${contact.id} and gone_at is null limit 50`);
  return sharing.map(({ id }) => Number(id));
}

/** Writes the columns, and beside each field what was written, when, by whom, over what. */
export async function keepEdits(ctx: Working, contact: Editable, next: Partial<Fields>, fields: Field[]) {
  const known = Edits.parse(contact.edits);
  const edits = fields.map((field) => {
    const was = known[field] ? known[field].was : toldOf(contact, field);
    return [field, { value: next[field], was, by: ctx.actor.name }] as const;
  });
  const columns = fields.map((field) => columnOf(field, next[field]!));
  const phone = fields.includes("phone") ? [sql`phone_key = null`] : [];
  await ctx.db.execute(sql`
    update contacts set ${sql.join([...columns.flat(), ...phone], sql`, `)},
      edits = edits || (select jsonb_object_agg(key, value || jsonb_build_object('at', now()))
        from jsonb_each(${JSON.stringify(Object.fromEntries(edits))}::text::jsonb)),
      kept_at = coalesce(kept_at, now())
    where org_id = ${ctx.orgId} and id = ${contact.id}`);
}

/** As the column held it before: an edit that is there still holds, and keeps what it was written over. */
function toldOf(contact: Editable, field: Field): string | null {
  if (field === "email") return contact.email;
  return contact.fields[field] === "" && !field.endsWith("Name") ? null : contact.fields[field];
}

function columnOf(field: Field, value: string) {
  const kept = field.endsWith("Name") ? value : value || null;
  if (field === "email") return [sql`email = ${normalizeEmail(value)}`, sql`email_typed = ${kept}`];
  const name = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return [sql`${sql.identifier(name)} = ${kept}${field === "birthday" ? sql`::date` : sql``}`];
}

async function refuseErased(ctx: Working, field: "email" | "phone", address: string) {
  const [erased] = await ctx.db.execute(sql`
    select 1 from suppressions where org_id = ${ctx.orgId} and reason = 'erased'
      and address_hash = ${anyText(addressHashes(ctx.orgId, address))} limit 1`);
  if (erased) fault(field, `The person with this ${fieldWords[field]} was erased and cannot come back.`);
}

/**
 * One that somebody hidden holds is united with them, so that their opt-out holds; somebody visible is offered to
 * merge.
 */
async function refuseTaken(ctx: Working, contact: Editable, field: "email" | "phone", address: string) {
  const key = field === "email" ? sql`c.email` : sql`c.phone_key`;
  const [other] = await ctx.db.execute<{ id: string; other: string; name: string; gone: boolean }>(sql`
    select c.id, c.public_id as other, c.gone_at is not null as gone,
      coalesce(nullif(trim(c.first_name || ' ' || c.last_name), ''), c.email_typed, c.phone) as name
    from contacts c where c.org_id = ${ctx.orgId} and c.store_id = ${contact.store.id} and ${key} = ${address}
      and c.id <> ${contact.id}`);
  if (!other) return;
  if (other.gone) return mergeContacts(ctx, [{ loser: Number(other.id), survivor: contact.id }]);
  fault(
    field,
    `This is the ${fieldWords[field]} of another contact of this store, ${other.name}. Are they one person? Then merge the two.`,
    {
      other: other.other,
    },
  );
}

function fault(field: Field, message: string, more: Record<string, string> = {}): never {
  throw new Failure("invalid", message, { [field]: message, ...more });
}

const query = (ctx: Working, contact: string) => sql`
  select c.id, c.public_id as contact, c.edits, c.email, c.external_id is not null
    or c.push_id is not null as reachable,
    jsonb_build_object('firstName', c.first_name, 'lastName', c.last_name, 'email', coalesce(c.email_typed, c.email),
      'phone', c.phone, 'birthday', c.birthday::text, 'gender', c.gender, 'language', c.language, 'company', c.company,
      'line1', c.line1, 'line2', c.line2, 'postcode', c.postcode, 'city', c.city, 'region', c.region,
      'country', c.country) as fields,
    s.id as "storeId", s.currency, s.selection, s.country as "storeCountry"
  from contacts c join stores s on s.org_id = c.org_id and s.id = c.store_id
  where c.org_id = ${ctx.orgId} and c.public_id = ${contact}::uuid and c.gone_at is null`;

function found([row]: Raw[]): Editable {
  if (!row) throw notFound("contact");
  const { id, fields, storeId, storeCountry, currency, selection, ...rest } = row;
  return {
    ...rest,
    id: Number(id),
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ""])) as Fields,
    store: { id: Number(storeId), currency, selection, country: storeCountry },
  };
}
