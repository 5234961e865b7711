/** A sign-up that counts becomes a contact with an opt-in, its evidence, a list and a line on the timeline. */
import { and, eq } from "drizzle-orm";
import { formSignups, lists } from "@/db/schema";
import { hearClaims } from "@/lib/consent/apply";
import { derive } from "@/lib/contacts/derive";
import { keepPerson, type Newcomer } from "@/lib/contacts/keep";
import { enterList } from "@/lib/lists/contact";
import type { Receiving } from "@/lib/records/absorb";
import type { Working } from "@/lib/tenancy";
import { writeLine } from "@/lib/timeline/write";

/** `agreement` in the words that were shown, `page` where; `confirmed` by the link in the mail. */
export type Agreed = Newcomer & {
  form: { name: string; listId: number | null };
  email: string;
  agreement: string;
  page: string;
  askedAt: Date;
  confirmed: boolean;
};

/** In the store's turn. `signup` is the inner id of its row. */
export async function subscribe(ctx: Working, store: Receiving, agreed: Agreed, signup: { id: number }): Promise<void> {
  const door = { source: "form" as const, from: `the form “${agreed.form.name}”` };
  const { contactId } = await keepPerson(ctx, store.id, agreed, door);
  const claim = {
    channel: "email" as const,
    state: "subscribed" as const,
    explicit: true,
    effectiveAt: new Date(),
    method: agreed.confirmed ? "form, confirmed by mail" : "form",
    evidence: evidenceOf(agreed),
  };
  await hearClaims(ctx, [{ contactId, claim }], door.from);
  await writeLine(ctx, contactId, "form.signed-up", { name: agreed.form.name, evidence: agreed.page });
  if (agreed.form.listId !== null) await join(ctx, contactId, agreed.form.listId);
  const mine = and(eq(formSignups.orgId, ctx.orgId), eq(formSignups.id, signup.id));
  await ctx.db.update(formSignups).set({ contactId }).where(mine);
  await derive(ctx, store, [contactId]);
}

async function join(ctx: Working, contactId: number, id: number) {
  const [list] = await ctx.db
    .select({ id: lists.id, name: lists.name })
    .from(lists)
    .where(and(eq(lists.orgId, ctx.orgId), eq(lists.id, id)));
  if (list) await enterList(ctx, contactId, list);
}

/** Both times in UTC: evidence is read by whoever has to judge it, wherever they are. */
function evidenceOf({ form, agreement, page, askedAt, confirmed }: Agreed): string {
  const where = `at the form “${form.name}”${page ? ` on ${page}` : ""}`;
  const asked = `Agreed ${where}, ${minute(askedAt)}, to: “${agreement}”`;
  return confirmed
    ? `${asked}. Pressed the button behind the link mailed to this address, ${minute(new Date())}.`
    : asked;
}

const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
