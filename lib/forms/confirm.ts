/**
 * The link in the confirmation mail. Opening it changes nothing, for programs open links too; the button does, once.
 */
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { contacts, formSignups, forms, organizations, stores } from "@/db/schema";
import { audit } from "@/lib/audit";
import { receivingOf, storeById } from "@/lib/connection/store";
import { takeTurn } from "@/lib/contacts/turn";
import { invalid, notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { seal, unseal } from "@/lib/secrets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { Given } from "./given";
import { liftErasure } from "./standing";
import { subscribe } from "./subscribe";

export const Confirm = z.object({ link: z.string().max(500) });

/**
 * `state` of the sign-up behind a link: `waiting` for the button, `done`, `ended` where whoever confirmed is not subscribed
 * any more, or too `old`.
 */
export type Confirmation = {
  organization: string;
  store: string;
  title: string;
  agreement: string;
  thanks: string;
  email: string;
  /** The one the form was shown in. */
  language: string | null;
  state: "waiting" | "done" | "ended" | "old";
};

const place = "sign-up to confirm";

export const confirmationToken = (signup: { orgId: number; id: number }) =>
  seal(JSON.stringify([signup.orgId, signup.id]), place);

/** Null for a link that is damaged, or whose sign-up was forgotten. */
export async function readConfirmation(link: string): Promise<Confirmation | null> {
  const found = opened(link);
  if (!found) return null;
  return transact(asPerson(found.orgId), async (ctx) => {
    const row = await signupOf(ctx, found.id);
    if (!row) return null;
    const { title, thanks } = row.form;
    const { agreement, email } = row.signup;
    const { language } = Given.parse(row.signup.given);
    const { organization, store } = row;
    return { organization, store, title, thanks, agreement, email, language, state: stateOf(row) };
  });
}

/**
 * Subscribes whoever has the mailbox: an explicit opt-in of this moment, newer than any opt-out before it. A second
 * time changes nothing. @throws Failure not-found (damaged link), invalid (older than 7 days)
 */
export async function confirm(input: z.output<typeof Confirm>): Promise<void> {
  const found = opened(input.link);
  if (!found) throw notFound("link");
  const ctx = asPerson(found.orgId);
  permit(ctx, "contacts.consent");
  await transact(ctx, async (ctx) => {
    const row = await signupOf(ctx, found.id);
    if (!row) throw notFound("link");
    const store = receivingOf(await storeById(ctx, row.form.storeId));
    await takeTurn(ctx, store.id);
    const state = stateOf((await signupOf(ctx, found.id)) ?? row);
    if (state === "done" || state === "ended") return;
    if (state === "old") throw invalid("This link is older than 7 days. Sign up once more to get a new one.");
    const { email, agreement, page, askedAt } = row.signup;
    if (await liftErasure(ctx, email))
      await audit(ctx, "suppression.lifted", `form ${row.form.name}`, { erased: true });
    await ctx.db
      .update(formSignups)
      .set({ confirmedAt: sql`now()` })
      .where(and(eq(formSignups.orgId, ctx.orgId), eq(formSignups.id, found.id)));
    const given = Given.parse(row.signup.given);
    const agreed = { form: row.form, ...given, emailTyped: email, email, agreement, page, askedAt, confirmed: true };
    await subscribe(ctx, store, agreed, { id: found.id });
  });
}

const asPerson = (orgId: number): Ctx => ({ orgId, actor: { kind: "person", name: "The person" } });

const Sealed = z.tuple([z.int(), z.int()]);

function opened(link: string): { orgId: number; id: number } | null {
  try {
    const [orgId, id] = Sealed.parse(JSON.parse(unseal(link, place)));
    return { orgId, id };
  } catch {
    return null;
  }
}

async function signupOf(ctx: Working, id: number) {
  const [row] = await ctx.db
    .select({
      signup: formSignups,
      form: forms,
      store: stores.name,
      organization: organizations.name,
      subscribed,
      moved,
    })
    .from(formSignups)
    .innerJoin(forms, and(eq(forms.orgId, formSignups.orgId), eq(forms.id, formSignups.formId)))
    .innerJoin(stores, and(eq(stores.orgId, forms.orgId), eq(stores.id, forms.storeId)))
    .innerJoin(organizations, eq(organizations.id, forms.orgId))
    .leftJoin(contacts, and(eq(contacts.orgId, formSignups.orgId), eq(contacts.id, formSignups.contactId)))
    .where(and(eq(formSignups.orgId, ctx.orgId), eq(formSignups.id, id)));
  return row;
}

/** Now, and not switched off for all lists by whoever keeps them. */
const subscribed = sql<boolean>`coalesce(${contacts.emailConsent} = 'subscribed' and ${contacts.goneAt} is null
  and ${contacts.excludedAt} is null, false)`;

/** Whoever reads an old address' mail does not begin what is sent to the new one: that is asked for anew. */
const moved = sql<boolean>`coalesce(${contacts.email} <> ${formSignups.email}, false)`;

type Found = { signup: typeof formSignups.$inferSelect; subscribed: boolean; moved: boolean };

function stateOf({ signup, subscribed, moved }: Found): Confirmation["state"] {
  if (signup.confirmedAt) return subscribed ? "done" : "ended";
  return signup.expiresAt && signup.expiresAt > new Date() && !moved ? "waiting" : "old";
}
