import { z } from "zod";
import { eraseContact } from "@/lib/contacts/erase";
import { exportContact } from "@/lib/contacts/export-one";
import { deleteContact } from "@/lib/contacts/remove";
import { tellConsent } from "../contacts/consent";
import { FindContacts, findContacts, ListContacts, pageContacts } from "../contacts/list";
import { getContact } from "../contacts/read";
import { UpsertContact, UpsertContacts, Upserted, upsertContact, upsertContacts } from "../contacts/upsert";
import { endpoint } from "../endpoint";
import { ConsentNews, Contact, Id, OneContact, pageOf } from "../schemas";

const group = "Contacts";

export const contacts = [
  endpoint({
    method: "GET",
    path: "/contacts",
    group,
    scope: "contacts.read",
    title: "List contacts",
    about: "Newest first, unless `sort` says otherwise. Pages of any depth cost the same.",
    query: ListContacts,
    output: pageOf(Contact),
    run: pageContacts,
  }),
  endpoint({
    method: "POST",
    path: "/contacts",
    group,
    scope: "contacts.edit",
    title: "Upsert a contact",
    about:
      "Found by your id, else by e-mail address, else by the number that is theirs; unknown people are opened. What you give stands as an edit by hand does: a newer record of the store wins.",
    body: UpsertContact,
    example: { email: "mira@example.org", firstName: "Mira", country: "DE", tags: ["Workshop"] },
    output: Contact,
    run: upsertContact,
  }),
  endpoint({
    method: "POST",
    path: "/contacts/batch",
    group,
    scope: "contacts.edit",
    title: "Upsert up to 1,000 contacts",
    about: "One transaction. Whoever is refused (erased, or the same person twice) is told and holds nobody else up.",
    body: UpsertContacts,
    example: { contacts: [{ email: "mira@example.org" }, { phone: "+49 170 5550101", firstName: "Jonas" }] },
    output: Upserted,
    run: upsertContacts,
  }),
  endpoint({
    method: "GET",
    path: "/contacts/find",
    group,
    scope: "contacts.read",
    title: "Find contacts by an address",
    about: "The same person may be in several stores: one contact each.",
    query: FindContacts,
    output: pageOf(Contact),
    run: findContacts,
  }),
  endpoint({
    method: "GET",
    path: "/contacts/{contact}",
    group,
    scope: "contacts.read",
    title: "Get a contact",
    params: OneContact,
    output: Contact,
    run: getContact,
  }),
  endpoint({
    method: "DELETE",
    path: "/contacts/{contact}",
    group,
    scope: "contacts.edit",
    title: "Delete a contact",
    about: "Hidden until the store tells something newer of them. Opt-outs are remembered.",
    params: OneContact,
    output: z.object({ contact: Id }),
    run: deleteContact,
  }),
  endpoint({
    method: "POST",
    path: "/contacts/{contact}/erase",
    group,
    scope: "contacts.erase",
    whole: true,
    title: "Erase a person",
    about:
      "For good, in every store of the organization. Give the person’s address once more, so that no loop erases by mistake.",
    params: OneContact,
    body: z.strictObject({ address: z.string().max(400) }),
    example: { address: "mira@example.org" },
    output: z.object({ contacts: z.int() }),
    run: async (ctx, { contact, address }) => eraseContact(ctx, { contact, typed: address }),
  }),
  endpoint({
    method: "GET",
    path: "/contacts/{contact}/export",
    group,
    scope: "contacts.export",
    title: "Export all that is held on a person",
    params: OneContact,
    output: z.object({
      contact: Id,
      name: z.string(),
      exportedAt: z.string(),
      sections: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
    }),
    run: exportContact,
  }),
  endpoint({
    method: "POST",
    path: "/contacts/{contact}/consent",
    group,
    scope: "contacts.consent",
    title: "Tell a choice",
    about:
      "Consent falls at once and rises only by an explicit opt-in that is newer than the last opt-out. Telling it twice does no harm.",
    params: OneContact,
    body: ConsentNews,
    example: {
      channel: "email",
      state: "subscribed",
      at: "2026-03-04T09:30:00Z",
      evidence: "Ticked “Yes, send me news” at the till.",
    },
    output: Contact,
    run: tellConsent,
  }),
];
