/**
 * Erasing a person (product.md, "API and privacy"): everything that names them goes, in every store of the organization
 * that knows them by this e-mail address; a keyed hash stays, by which stores, imports and forms cannot bring them
 * back.
 */
import { z } from "zod";
import { audit } from "@/lib/audit";
import { invalid } from "@/lib/errors";
import { may, permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { blank, blankDeliveries } from "./erase/blank";
import { findTraces, holdPerson, type Person, personOf } from "./erase/person";
import { rememberHashes } from "./erase/remember";
import { OneContact } from "./held";

export const PreviewErasure = OneContact;

/** `typed` is the address of the person, typed by hand. */
export const EraseContact = OneContact.extend({ typed: z.string().max(400) });

/** What goes, counted over all stores. `address` is what has to be typed; `stores` are those that know the person. */
export type Erasure = {
  address: string;
  stores: string[];
  orders: number;
  events: number;
  evidence: number;
  deliveries: number;
  signups: number;
};

/** @throws Failure not-found, forbidden */
export async function previewErasure(ctx: Ctx, input: z.output<typeof PreviewErasure>): Promise<Erasure> {
  permit(ctx, "contacts.erase");
  return transact(ctx, async (ctx) => {
    const person = await personOf(ctx, input.contact);
    return { address: person.address, ...(await findTraces(ctx, person)) };
  });
}

/**
 * Erases for good. Orders stay as nameless figures of their stores. Gives how many contacts were blanked.
 * @throws Failure not-found, forbidden, invalid at `typed`
 */
export async function eraseContact(ctx: Ctx, input: z.output<typeof EraseContact>): Promise<{ contacts: number }> {
  permit(ctx, "contacts.erase");
  return transact(ctx, async (ctx) => {
    const person = await holdPerson(ctx, input.contact);
    refuseUnlessTyped(ctx, person, input.typed);
    return eraseHeld(ctx, person, input.contact);
  });
}

/**
 * The same, where nobody has to type anything: a platform passed it on. Also of a contact that its store's deletion
 * hid.
 */
export async function erasePerson(ctx: Working, contact: string): Promise<{ contacts: number }> {
  return eraseHeld(ctx, await holdPerson(ctx, contact, { hidden: true }), contact);
}

async function eraseHeld(ctx: Working, person: Person, contact: string): Promise<{ contacts: number }> {
  const hash = await rememberHashes(ctx, person);
  await blankDeliveries(ctx, person);
  await blank(ctx, person, hash);
  const contacts = person.contacts.length;
  await audit(ctx, "contact.erased", `contact ${contact}`, { contacts });
  return { contacts };
}

/** A key that may erase and not read is not told whom. */
function refuseUnlessTyped(ctx: Ctx, { address }: Person, typed: string) {
  const plain = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();
  if (plain(typed) === plain(address)) return;
  const message = `Type ${may(ctx, "contacts.read") ? address : "the contact's address"} to confirm.`;
  throw invalid(message, { typed: message });
}
