/** Contacts given by a program: found or opened, their fields, consent, tags and lists, in one transaction. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { receivingOf, type StoreRow } from "@/lib/connection/store";
import { hearClaims } from "@/lib/consent/apply";
import { derive } from "@/lib/contacts/derive";
import { checkField } from "@/lib/contacts/fields";
import { type Given, type Kept, keepPeople } from "@/lib/contacts/keep-many";
import { invalid } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { eachId } from "@/lib/sets";
import { type Ctx, keepPlans, transact, type Working } from "@/lib/tenancy";
import { ContactInput, Id, InStore } from "../schemas";
import { storeFor } from "../store";
import { claimsOf } from "./consent";
import { addToGroups } from "./groups";
import { type ContactView, contactsByPublicId } from "./read";

export const UpsertContact = ContactInput.safeExtend(InStore);
export const UpsertContacts = z.strictObject({
  ...InStore,
  contacts: z.array(ContactInput).min(1, "Give at least one contact.").max(1_000, "Give at most 1,000 at once."),
});

const outcomes = ["created", "updated", "unchanged", "refused"] as const;

/** In the order given. `id` is missing where a contact was refused, and `detail` says why. */
export const Upserted = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  results: z.array(z.object({ outcome: z.enum(outcomes), id: Id.nullable(), detail: z.string().nullable() })),
});

type Result = z.input<typeof Upserted>["results"][number];

/** @throws Failure not-found (store, list), invalid (the contact was refused) */
export async function upsertContact(ctx: Ctx, input: z.output<typeof UpsertContact>): Promise<ContactView> {
  permit(ctx, "contacts.edit");
  const { store, ...contact } = input;
  return transact(ctx, async (ctx) => {
    const [result] = await upsert(ctx, await storeFor(ctx, store), [contact]);
    if (result?.detail) throw invalid(result.detail);
    const [view] = await contactsByPublicId(ctx, [result!.id!]);
    return view!;
  });
}

/** Whoever is refused holds nobody else up. @throws Failure not-found (store, list) */
export async function upsertContacts(
  ctx: Ctx,
  input: z.output<typeof UpsertContacts>,
): Promise<z.input<typeof Upserted>> {
  permit(ctx, "contacts.edit");
  return transact(ctx, async (ctx) => {
    const results = await upsert(ctx, await storeFor(ctx, input.store), input.contacts);
    const count = (outcome: Result["outcome"]) => results.filter((one) => one.outcome === outcome).length;
    return {
      created: count("created"),
      updated: count("updated"),
      unchanged: count("unchanged"),
      refused: count("refused"),
      results,
    };
  });
}

async function upsert(working: Working, store: StoreRow, contacts: ContactInput[]): Promise<Result[]> {
  if (contacts.some(({ consent }) => consent?.length)) permit(working, "contacts.consent");
  const ctx = await keepPlans(working);
  const receiving = receivingOf(store);
  const read = contacts.map((contact) => givenOf(contact, store));
  const usable = read.flatMap((one, n) => ("detail" in one ? [] : [{ n, given: one }]));
  const door = { source: "api" as const, from: "the API" };
  const { kept, touched, rekeyed } = await keepPeople(
    ctx,
    receiving,
    usable.map(({ given }) => given),
    door,
  );
  const found = usable.flatMap(({ n }, at) => {
    const one = kept[at]!;
    return "contactId" in one ? [{ n, id: one.contactId, contact: contacts[n]! }] : [];
  });
  const claims = found.flatMap(({ id, contact }) => claimsOf(ctx, id, contact.consent ?? []));
  const heard = await hearClaims(ctx, claims, door.from);
  const grouped = await addToGroups(ctx, found);
  await derive(ctx, receiving, [...new Set([...touched, ...heard, ...grouped])], rekeyed);
  const publicIds = await publicIdsOf(
    ctx,
    found.map(({ id }) => id),
  );
  const places = new Map(usable.map(({ n }, at) => [n, at]));
  return read.map((one, n) => {
    if ("detail" in one) return { outcome: "refused", id: null, detail: one.detail };
    return resultOf(kept[places.get(n)!]!, publicIds, usable);
  });
}

function givenOf(contact: ContactInput, store: StoreRow): Given | { detail: string } {
  const { tags, lists, consent, externalId = null, phone, ...fields } = contact;
  if (externalId !== null && store.platform !== "api")
    return { detail: "This store gives its people ids of its own: leave externalId out." };
  if (phone === undefined) return { externalId, fields };
  const checked = checkField("phone", phone ?? "", fields.country || store.country);
  return "wrong" in checked ? { detail: checked.wrong } : { externalId, fields: { ...fields, phone: checked.value } };
}

function resultOf(kept: Kept, publicIds: Map<number, string>, usable: { n: number }[]): Result {
  if ("contactId" in kept) return { outcome: kept.outcome, id: publicIds.get(kept.contactId)!, detail: null };
  return { outcome: "refused", id: null, detail: detailOf(kept, usable) };
}

function detailOf(kept: Exclude<Kept, { contactId: number }>, usable: { n: number }[]): string {
  if (kept.outcome === "erased") return "The person with this address was erased and cannot come back.";
  if (kept.outcome === "twice") return `This is the same person as number ${usable[kept.of]!.n + 1} of this call.`;
  return "The address is that of another contact of this store. Are they one person? Then merge the two.";
}

async function publicIdsOf(ctx: Working, ids: number[]): Promise<Map<number, string>> {
  const rows = await ctx.db.execute<{ id: string; shown: string }>(sql`
    select k.id, c.public_id as shown from ${eachId(ids)} as k(id) cross join lateral (
      select public_id from contacts where org_id = ${ctx.orgId} and id = k.id offset 0) c`);
  return new Map(rows.map(({ id, shown }) => [Number(id), shown]));
}
