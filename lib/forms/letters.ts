/** Confirmation mails: sent in the background, tried again, and found again by a clock when their hint was lost. */
import { and, eq, isNull, sql } from "drizzle-orm";
import { formSignups, forms, stores } from "@/db/schema";
import { Failure, notFound } from "@/lib/errors";
import { languageOf } from "@/lib/languages/languages";
import { notSent, send } from "@/lib/mail";
import { confirmationLetter } from "@/lib/mail/form-letters";
import { permit } from "@/lib/permissions";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { confirmationToken } from "./confirm";
import { Given } from "./given";

/**
 * Mails the link of one sign-up, unless that was done, it is confirmed, or too old. One at a time per sign-up is the
 * caller's to keep. `signupId` is the inner id. @throws Failure not-found, unavailable (the mail server refused: try
 * again)
 */
export async function mailConfirmation(ctx: Ctx, input: { signupId: number }): Promise<{ mailed: boolean }> {
  permit(ctx, "contacts.consent");
  const due = await transact(ctx, async (ctx) => {
    const [row] = await ctx.db
      .select({ signup: formSignups, title: forms.title, store: stores.name })
      .from(formSignups)
      .innerJoin(forms, and(eq(forms.orgId, formSignups.orgId), eq(forms.id, formSignups.formId)))
      .innerJoin(stores, and(eq(stores.orgId, forms.orgId), eq(stores.id, forms.storeId)))
      .where(mine(ctx, input.signupId));
    if (!row) throw notFound("sign-up");
    const { mailedAt, confirmedAt, expiresAt } = row.signup;
    return !mailedAt && !confirmedAt && expiresAt && expiresAt > new Date() ? row : null;
  });
  if (!due) return { mailed: false };
  const token = confirmationToken({ orgId: ctx.orgId, id: input.signupId });
  const { language } = Given.parse(due.signup.given);
  const letter = confirmationLetter({
    store: due.store,
    title: due.title,
    token,
    language: languageOf(language, null),
  });
  const delivery = await send(due.signup.email, letter);
  if (!delivery.sent) throw new Failure("unavailable", notSent);
  await transact(ctx, (ctx) =>
    ctx.db.update(formSignups).set({ mailedAt: sql`now()` }).where(mine(ctx, input.signupId)),
  );
  return { mailed: true };
}

const mine = (ctx: Ctx, id: number) => and(eq(formSignups.orgId, ctx.orgId), eq(formSignups.id, id));

/** Sign-ups of all organizations whose mail is still to be sent after two minutes, oldest first, 500 at most. */
export async function confirmationsDue(): Promise<{ orgId: number; signupId: number }[]> {
  return database()
    .orm.select({ orgId: formSignups.orgId, signupId: formSignups.id })
    .from(formSignups)
    .where(
      and(
        isNull(formSignups.mailedAt),
        isNull(formSignups.confirmedAt),
        sql`${formSignups.expiresAt} > now() and ${formSignups.askedAt} < now() - interval '2 minutes'`,
      ),
    )
    .orderBy(formSignups.askedAt)
    .limit(500);
}

/**
 * Forgets sign-ups that nobody confirmed in 30 days, and contacts of which nothing but such a sign-up is known: a
 * stranger may have typed the address. Returns how many contacts went.
 */
export async function forgetUnconfirmed(): Promise<number> {
  return database().orm.transaction(async (db) => {
    // Nobody gives such a contact an order while it goes: nothing but the store's turn keeps the two apart.
    await db.execute(sql`select hold_store(org_id, store_id) from (
      select distinct c.org_id, c.store_id from form_signups s join contacts c on c.org_id = s.org_id
        and c.id = s.contact_id
      where ${overdue} order by 1, 2) t`);
    const gone = await db.execute(sql`
      with forgotten as (
        delete from form_signups s where ${overdue} returning s.org_id, s.contact_id
      )
      delete from contacts c using forgotten f
      where c.org_id = f.org_id and c.id = f.contact_id and c.source = 'form' and c.email_consent = 'pending'
        and c.sms_consent = 'never' and c.push_consent = 'never' and c.external_id is null and c.edits = '{}'
        and c.disabled_at is null and c.excluded_at is null
        and not exists (select from form_signups s where s.org_id = c.org_id and s.contact_id = c.id
          and (s.confirmed_at is not null or s.asked_at >= now() - interval '30 days'))
        and not exists (select from orders o where o.org_id = c.org_id and o.contact_id = c.id)
        and not exists (select from checkouts k where k.org_id = c.org_id and k.contact_id = c.id)
        and not exists (select from store_customers a where a.org_id = c.org_id and a.contact_id = c.id)
        and not exists (select from contact_tags t where t.org_id = c.org_id and t.contact_id = c.id)
        and not exists (select from list_members m where m.org_id = c.org_id and m.contact_id = c.id)
      returning c.id`);
    return gone.length;
  });
}

const overdue = sql`s.confirmed_at is null and s.asked_at < now() - interval '30 days'`;
