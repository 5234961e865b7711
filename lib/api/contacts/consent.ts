/** News of a person's choice, told by a program. What it changes is decided in lib/consent, as for everybody. */
import type { z } from "zod";
import { type ContactClaim, hearClaims } from "@/lib/consent/apply";
import { derive } from "@/lib/contacts/derive";
import { holdContact, keepContact } from "@/lib/contacts/held";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import type { ConsentNews, OneContact } from "../schemas";
import { type ContactView, contactsById } from "./read";

type News = z.output<typeof ConsentNews>;

/** Hears one choice; the same again changes nothing. Gives the contact as it is then. @throws Failure not-found */
export async function tellConsent(ctx: Ctx, input: z.output<typeof OneContact> & News): Promise<ContactView> {
  permit(ctx, "contacts.consent");
  const { contact, ...news } = input;
  return transact(ctx, async (ctx) => {
    const held = await holdContact(ctx, contact);
    await hearClaims(ctx, claimsOf(ctx, held.id, [news]), "the API");
    if (news.state === "subscribed") await keepContact(ctx, held.id);
    await derive(ctx, held.store, [held.id]);
    const [view] = await contactsById(ctx, [held.id]);
    return view!;
  });
}

/** What is told to subscribe is an explicit, dated act of the person; an opt-out holds whoever tells it. */
export function claimsOf(ctx: Working, contactId: number, news: News[]): ContactClaim[] {
  return news.map(({ channel, state, at, evidence, method = "api" }) => {
    const effectiveAt = at ? new Date(at) : new Date();
    const told = evidence ?? `Told by the key “${ctx.actor.name}”`;
    return { contactId, claim: { channel, state, explicit: true, effectiveAt, method, evidence: told } };
  });
}
