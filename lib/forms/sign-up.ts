/**
 * Somebody signs up at a form. The answer is the same whoever the address belongs to: known, unsubscribed, suppressed
 * or new. Whoever must confirm gets a mail; until its link is pressed nothing but "pending" is known of them.
 */
import type { z } from "zod";
import { formSignups } from "@/db/schema";
import { receivingOf, storeById } from "@/lib/connection/store";
import { hearClaims } from "@/lib/consent/apply";
import { derive } from "@/lib/contacts/derive";
import { findPerson, keepPerson } from "@/lib/contacts/keep";
import { takeTurn } from "@/lib/contacts/turn";
import { conflict, notFound } from "@/lib/errors";
import { events, tell } from "@/lib/jobs";
import { permit } from "@/lib/permissions";
import type { Receiving } from "@/lib/records/absorb";
import { sha256 } from "@/lib/secrets";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import { type Given, pageOf, readGiven, type SignUp } from "./given";
import { countSignUp, mayConfirm } from "./limits";
import { formById, readPaper } from "./shown";
import { addressNow, standingOf } from "./standing";
import { type Agreed, subscribe } from "./subscribe";

type FormRow = NonNullable<Awaited<ReturnType<typeof formById>>>;

/**
 * Takes one sign-up from `ip`, which is counted and not kept. Opt-outs, erased people and forms that ask for it need a
 * confirmation: only the owner of a mailbox lifts what was decided for it.
 * @throws Failure not-found (no such form), conflict (closed), invalid, too-many
 */
export async function signUp(
  input: z.output<typeof SignUp>,
  visitor: { ip: string },
): Promise<Pick<z.output<typeof SignUp>, "form" | "framed">> {
  const form = await formById(input.form);
  if (!form) throw notFound("form");
  if (form.state === "closed") throw conflict("This form is closed. Nothing was sent.");
  const done = { form: form.publicId, framed: input.framed };
  if (input.website) return done;
  const { nonce, agreement } = readPaper(form.publicId, input.paper);
  const ctx: Ctx = { orgId: form.orgId, actor: { kind: "person", name: "The person" } };
  permit(ctx, "contacts.consent");
  const store = await transact(ctx, async (ctx) => receivingOf(await storeById(ctx, form.storeId)));
  const given = readGiven(input, { fields: form.fields, country: store.country });
  await countSignUp({ form: form.publicId, nonce, ip: visitor.ip, email: input.email });
  const { email, erased, suppressed, optedOut } = await transact(ctx, async (ctx) => {
    const email = await addressNow(ctx, store.id, input.email);
    return { email, ...(await standingOf(ctx, store.id, email)) };
  });
  const asked: Asked = { ...given, email, agreement, page: pageOf(input.page), nonce };
  if (!form.doubleOptIn && !erased && !optedOut) {
    await transact(ctx, (ctx) => signUpAtOnce(ctx, store, form, asked));
  } else if (!suppressed && (await mayConfirm(email))) {
    const signup = await transact(ctx, (ctx) => askToConfirm(ctx, store, form, asked, !erased));
    if (signup) await tell(events.confirmationDue.create({ orgId: ctx.orgId, signupId: signup.id }));
  }
  return done;
}

type Asked = Omit<Given, "emailTyped"> & { email: string; agreement: string; page: string; nonce: string };

async function signUpAtOnce(ctx: Working, store: Receiving, form: FormRow, asked: Asked) {
  await takeTurn(ctx, store.id);
  const row = await write(ctx, form, asked, { confirmedAt: new Date() });
  if (row) await subscribe(ctx, store, agreedOf(form, asked), row);
}

/** `visible`: an erased person does not appear before they have confirmed. */
async function askToConfirm(ctx: Working, store: Receiving, form: FormRow, asked: Asked, visible: boolean) {
  await takeTurn(ctx, store.id);
  const contactId = visible ? await pending(ctx, store, form, asked) : null;
  return write(ctx, form, asked, { contactId, expiresAt: new Date(Date.now() + week) });
}

/** Known people stay as they are, hidden ones hidden; of a new one nothing is written but the address. */
async function pending(ctx: Working, store: Receiving, form: FormRow, { email, page }: Asked): Promise<number> {
  const keys = { email, emailTyped: email, phone: null };
  const known = await findPerson(ctx, store.id, keys);
  const door = { source: "form" as const, from: `the form “${form.name}”` };
  const contactId = known ?? (await keepPerson(ctx, store.id, keys, door)).contactId;
  const evidence = `Signed up at the form “${form.name}”${page ? ` on ${page}` : ""}; a mail asks to confirm.`;
  const claim = { channel: "email" as const, state: "pending" as const, explicit: true, method: "form", evidence };
  await hearClaims(ctx, [{ contactId, claim: { ...claim, effectiveAt: new Date() } }], door.from);
  await derive(ctx, store, [contactId]);
  return contactId;
}

type Fate = { contactId?: number | null; confirmedAt?: Date; expiresAt?: Date };

const week = 7 * 24 * 60 * 60 * 1000;

/** Null when this showing of the form was sent with this address before: a double click is one sign-up. */
async function write(ctx: Working, form: FormRow, asked: Asked, fate: Fate): Promise<{ id: number } | null> {
  const { email, agreement, page, nonce, ...given } = asked;
  const shown = { email, agreement, page, given, tokenHash: sha256(`${nonce} ${email}`) };
  const rows = await ctx.db
    .insert(formSignups)
    .values({ orgId: ctx.orgId, formId: form.id, ...shown, ...fate })
    .onConflictDoNothing()
    .returning({ id: formSignups.id });
  return rows[0] ?? null;
}

const agreedOf = (form: FormRow, asked: Asked): Agreed => ({
  form: { name: form.name, listId: form.listId },
  ...asked,
  emailTyped: asked.email,
  askedAt: new Date(),
  confirmed: false,
});
