/**
 * The door of keep.ts for a set of people at once: what is given of a known person stands as a member's edit does, over
 * the store's records until one tells the field anew (edited.ts). A few statements, however many people.
 */
import { addressHasher } from "@/lib/address-hash";
import type { Working } from "@/lib/tenancy";
import { writeAliases } from "./aliases";
import type { DerivedStore } from "./derive";
import type { Field } from "./fields";
import { normalizeEmail } from "./identity";
import type { Door } from "./keep";
import { erasedAmong, type Known, lookUp } from "./keep-many/look-up";
import { openPeople, type Rewritten, rewrite, sharing } from "./keep-many/write";
import { takeTurn } from "./turn";

/** Keys and values as lib/contacts/fields.ts gives them; "" empties a field, one that is absent stays as it is. */
export type Given = { externalId: string | null; fields: Partial<Record<Field, string>> };

/** In the order of what was given. `with` is the place of the one that is the same person, or a contact's inner id. */
export type Kept =
  | { outcome: "created" | "updated" | "unchanged"; contactId: number }
  | { outcome: "erased" }
  | { outcome: "twice"; of: number }
  | { outcome: "taken"; by: number };

export type KeptAll = { kept: Kept[]; touched: number[]; rekeyed: number[] };

/**
 * Finds each person by account, else by address, else by the number that is theirs, or opens the contact. Everybody has
 * an e-mail address or a number. The caller hears consent afterwards and derives `touched` with `rekeyed`
 * (lib/contacts/derive.ts), in the same transaction.
 */
export async function keepPeople(ctx: Working, store: DerivedStore, people: Given[], door: Door): Promise<KeptAll> {
  const someErased = await takeTurn(ctx, store.id);
  const told = people.map(keysOf);
  const erased = someErased ? await erasedAmong(ctx, told, addressHasher(ctx.orgId)) : new Set<number>();
  const known = await lookUp(ctx, store.id, told);
  const decided = decide(told, known, erased);
  const changes = decided.flatMap(({ contact }, n) => (contact ? (changeOf(contact, people[n]!, told[n]!) ?? []) : []));
  const aliases = changes.flatMap(({ id, left }) => left.map((address) => ({ contact: id, address })));
  await writeAliases(ctx, store.id, aliases);
  await rewrite(ctx, changes, door);
  const fresh = told.flatMap((keys, n) => (decided[n]!.outcome === "created" ? [{ n, keys, given: people[n]! }] : []));
  const opened = await openPeople(ctx, store.id, fresh, known.phones, door);
  const rewritten = new Set(changes.map(({ id }) => id));
  const numbers = changes.flatMap(({ left }) => left.filter((address) => !address.includes("@")));
  const others = await sharing(ctx, store.id, numbers);
  return {
    kept: decided.map((one, n) => keptOf(one, opened.ids.get(n), rewritten)),
    touched: [...rewritten, ...opened.ids.values(), ...others],
    rekeyed: [...changes.filter(isRekeyed).map(({ id }) => id), ...opened.sharing, ...others],
  };
}

/** Whose number may now be another's key, or theirs again. */
const isRekeyed = ({ contact, next }: Rewritten) => next.phone !== undefined || contact.gone;

/** What a person can be found by, beside the words about them. */
export type Keys = { email: string | null; emailTyped: string | null; phone: string | null; externalId: string | null };

type Decided = { outcome: "found" | "created" | "erased" | "twice" | "taken"; contact: Known | null; of: number };

function keysOf({ externalId, fields }: Given): Keys {
  const email = normalizeEmail(fields.email);
  return { externalId, email, emailTyped: email ? fields.email! : null, phone: fields.phone || null };
}

function decide(told: Keys[], known: Awaited<ReturnType<typeof lookUp>>, erased: Set<number>): Decided[] {
  const seen = new Map<string, number>();
  const numbers = new Map<string, number>();
  for (const [n, { phone }] of told.entries()) if (phone && !numbers.has(phone)) numbers.set(phone, n);
  return told.map((keys, n) => {
    if (erased.has(n)) return { outcome: "erased", contact: null, of: n };
    const account = keys.externalId ? known.accounts.get(keys.externalId) : undefined;
    const holder = keys.email ? known.emails.get(keys.email) : keys.phone ? known.phones.get(keys.phone) : undefined;
    const contact = account ?? holder ?? null;
    const foreign = account && holder && holder.id !== account.id ? holder : undefined;
    const renamed = !account && keys.externalId && holder?.externalId ? holder : undefined;
    const marks = [contact && `contact ${contact.id}`, keys.externalId && `account ${keys.externalId}`, keys.email];
    const alone = !keys.email && !contact && keys.phone ? numbers.get(keys.phone) : undefined;
    const before = [...marks.map((mark) => seen.get(mark || "")), alone].find((at) => at !== undefined && at !== n);
    for (const mark of marks) if (mark && !seen.has(mark)) seen.set(mark, n);
    if (before !== undefined) return { outcome: "twice", contact: null, of: before };
    const taken = foreign ?? renamed;
    if (taken) return { outcome: "taken", contact: null, of: taken.id };
    return { outcome: contact ? "found" : "created", contact, of: n };
  });
}

/** What to write of a known person; null where nothing would be another. */
function changeOf(contact: Known, { externalId, fields }: Given, keys: Keys): Rewritten | null {
  const now = contact.fields;
  const next: Partial<Record<Field, string>> = {};
  for (const [field, value] of Object.entries(fields) as [Field, string][]) {
    // An earlier address that still leads to the contact is no news of a new one.
    if (field === "email" && (!keys.email || keys.email === contact.email || contact.byAlias)) continue;
    if (value !== now[field] && (field !== "phone" || value !== "" || contact.email)) next[field] = value;
  }
  const changed = Object.keys(next) as Field[];
  const named = externalId !== null && contact.externalId === null;
  if (changed.length === 0 && !named && contact.kept && !contact.gone) return null;
  const left = [
    ...(next.email !== undefined && contact.email ? [contact.email] : []),
    ...(next.phone !== undefined && now.phone ? [now.phone] : []),
  ];
  return { id: contact.id, contact, next, changed, email: keys.email, externalId: named ? externalId : null, left };
}

function keptOf({ outcome, contact, of }: Decided, opened: number | undefined, rewritten: Set<number>): Kept {
  if (outcome === "created") return { outcome, contactId: opened! };
  if (outcome === "erased") return { outcome };
  if (outcome === "twice") return { outcome, of };
  if (outcome === "taken") return { outcome, by: of };
  return { outcome: rewritten.has(contact!.id) ? "updated" : "unchanged", contactId: contact!.id };
}
