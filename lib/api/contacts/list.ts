/** Contacts by filters and by their addresses. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { listContacts } from "@/lib/contacts/directory";
import { type Cursor, readCursor, writeCursor } from "@/lib/contacts/directory/cursor";
import { everything, type Query, sortToken } from "@/lib/contacts/directory/params";
import { ledSorts } from "@/lib/contacts/directory/sorts";
import { normalizeEmail, normalizePhone } from "@/lib/contacts/identity";
import { invalid } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";
import { Id, Paging } from "../schemas";
import { type ContactView, contactsById, contactsByPublicId } from "./read";

const consents = ["never", "pending", "subscribed", "unsubscribed"] as const;

export const ListContacts = z.strictObject({
  ...Paging,
  q: z.string().max(100).default("").meta({ description: "Part of an address, a name or a number." }),
  store: Id.optional(),
  emailConsent: z.enum(consents).optional(),
  smsConsent: z.enum(consents).optional(),
  pushConsent: z.enum(consents).optional(),
  tag: Id.optional(),
  list: Id.optional(),
  import: Id.optional().meta({ description: "Whom this import brought: who was not known before." }),
  createdFrom: z.iso.date().optional().meta({ description: "A day of the organization’s calendar." }),
  createdTo: z.iso.date().optional(),
  sort: z.enum(ledSorts).default("created"),
});

/** A store, tag or list that is not here is a fault, not an empty page. @throws Failure invalid */
export async function pageContacts(
  ctx: Ctx,
  input: z.output<typeof ListContacts>,
): Promise<{ items: ContactView[]; next: string | null }> {
  permit(ctx, "contacts.read");
  const query = queryOf(input);
  const token = sortToken(query);
  const page = await listContacts(ctx, { ...query, cursor: cursorOf(input.cursor, token) }, input.limit);
  if (page.problems.length > 0) throw invalid(page.problems.join(" "));
  const items = await transact(ctx, (ctx) =>
    contactsByPublicId(
      ctx,
      page.rows.map(({ id }) => id),
    ),
  );
  return { items, next: page.next ? writeCursor(page.next, token) : null };
}

function queryOf(input: z.output<typeof ListContacts>): Query {
  const { q, store, emailConsent, smsConsent, pushConsent, tag, list, createdFrom, createdTo, sort } = input;
  const one = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);
  const spans = createdFrom || createdTo;
  return {
    ...everything,
    q,
    stores: one(store),
    origins: one(input.import),
    statuses: one(emailConsent),
    sms: one(smsConsent),
    push: one(pushConsent),
    tags: one(tag),
    lists: one(list),
    created: spans ? { is: "between", from: createdFrom ?? null, to: createdTo ?? null } : null,
    sort,
  };
}

function cursorOf(text: string | undefined, token: string): Cursor | null {
  const problems: string[] = [];
  const cursor = readCursor(text ?? "", "", token, problems);
  if (problems.length > 0)
    throw invalid("This cursor is not one of this list. Begin anew, without it.", {
      cursor: "Not a cursor of this list.",
    });
  return cursor;
}

export const FindContacts = z
  .strictObject({
    store: Id.optional(),
    email: z.string().max(400).optional(),
    phone: z.string().max(60).optional().meta({ description: "With its country code: +49…" }),
    externalId: z.string().max(190).optional(),
  })
  .refine((one) => [one.email, one.phone, one.externalId].filter(Boolean).length === 1, {
    message: "Ask by one of email, phone and externalId.",
  });

/** Everybody with this address, at most one per store for an e-mail address or an id of the store; 50 for a number. */
export async function findContacts(
  ctx: Ctx,
  input: z.output<typeof FindContacts>,
): Promise<{ items: ContactView[]; next: null }> {
  permit(ctx, "contacts.read");
  const key = keyOf(ctx, input);
  if (!key) return { items: [], next: null };
  const store = input.store
    ? sql`and c.store_id = (select id from stores where org_id = ${ctx.orgId} and public_id = ${input.store}::uuid)`
    : sql``;
  return transact(ctx, async (ctx) => {
    const rows = await ctx.db.execute<{ id: string }>(sql`
      select c.id from contacts c where c.org_id = ${ctx.orgId} and ${key} and c.gone_at is null ${store} order by c.id
        limit 50`);
    return {
      items: await contactsById(
        ctx,
        rows.map(({ id }) => Number(id)),
      ),
      next: null,
    };
  });
}

function keyOf(ctx: Ctx, { email, phone, externalId }: z.output<typeof FindContacts>): SQL | null {
  if (email) {
    const key = normalizeEmail(email);
    return key === null ? null : sql`c.email = ${key}`;
  }
  if (phone) {
    const key = normalizePhone(phone);
    return key === null ? null : sql`c.phone = ${key}`;
  }
  return sql`c.external_id = ${externalId}
    and c.store_id = any(array(select id from stores where org_id = ${ctx.orgId}))`;
}
