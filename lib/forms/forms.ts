/** Sign-up forms as the merchant sees and changes them. */
import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { forms } from "@/db/schema";
import { audit } from "@/lib/audit";
import { findHome, platformNames } from "@/lib/connection/store";
import type { Platform } from "@/lib/connectors/types";
import { notFound } from "@/lib/errors";
import { findList } from "@/lib/lists/contact";
import { permit } from "@/lib/permissions";
import { unlessTaken } from "@/lib/taken";
import { type Ctx, transact, type Working } from "@/lib/tenancy";
import type { CreateForm, EditForm, FormField, OneForm } from "./inputs";

/** Ids are public ones. `recent` are the sign-ups of the last 30 days, `waiting` those not confirmed yet. */
export type FormSummary = {
  id: string;
  name: string;
  store: string;
  storeId: string;
  state: "open" | "closed";
  doubleOptIn: boolean;
  signups: number;
  confirmed: number;
  recent: number;
  waiting: number;
};

export type FormDetail = FormSummary & {
  title: string;
  intro: string;
  button: string;
  agreement: string;
  thanks: string;
  fields: FormField[];
  list: { id: string; name: string } | null;
  origins: string[];
};

/** The newest first. */
export async function listForms(ctx: Ctx): Promise<FormSummary[]> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => (await read(ctx, null)).map(({ id, ...rest }) => ({ id, ...summary(rest) })));
}

/** @throws Failure not-found */
export async function showForm(ctx: Ctx, input: z.output<typeof OneForm>): Promise<FormDetail> {
  permit(ctx, "contacts.read");
  return transact(ctx, async (ctx) => {
    const [row] = await read(ctx, input.form);
    if (!row) throw notFound("form");
    return row;
  });
}

/** @throws Failure not-found (store, list), invalid at `name` when it is taken */
export async function createForm(ctx: Ctx, input: z.output<typeof CreateForm>): Promise<{ form: string }> {
  permit(ctx, "forms.edit");
  return unlessTaken("form", input.name, () =>
    transact(ctx, async (ctx) => {
      const [row] = await ctx.db
        .insert(forms)
        .values({ orgId: ctx.orgId, ...(await columnsOf(ctx, input)) })
        .returning({ form: forms.publicId });
      await audit(ctx, "form.created", `form ${input.name}`);
      return row!;
    }),
  );
}

/** Sign-ups that wait for their confirmation keep the words they were shown. @throws as createForm */
export async function editForm(ctx: Ctx, input: z.output<typeof EditForm>): Promise<{ form: string }> {
  permit(ctx, "forms.edit");
  const { form, ...wanted } = input;
  return unlessTaken("form", wanted.name, () =>
    transact(ctx, async (ctx) => {
      const before = await hold(ctx, form);
      const columns = await columnsOf(ctx, wanted);
      await ctx.db
        .update(forms)
        .set(columns)
        .where(and(eq(forms.orgId, ctx.orgId), eq(forms.publicId, form)));
      await audit(ctx, "form.edited", `form ${wanted.name}`, { before: worth(before), after: worth(columns) });
      return { form };
    }),
  );
}

/** A closed form says so where it stands, and takes nobody; who waits for a confirmation may still confirm. */
export async function openForm(ctx: Ctx, input: z.output<typeof OneForm>): Promise<void> {
  await setState(ctx, input.form, "open");
}

export async function closeForm(ctx: Ctx, input: z.output<typeof OneForm>): Promise<void> {
  await setState(ctx, input.form, "closed");
}

async function setState(ctx: Ctx, form: string, state: "open" | "closed") {
  permit(ctx, "forms.edit");
  await transact(ctx, async (ctx) => {
    const before = await hold(ctx, form);
    if (before.state === state) return;
    await ctx.db
      .update(forms)
      .set({ state })
      .where(and(eq(forms.orgId, ctx.orgId), eq(forms.publicId, form)));
    await audit(ctx, state === "open" ? "form.opened" : "form.closed", `form ${before.name}`);
  });
}

async function columnsOf(ctx: Working, input: z.output<typeof CreateForm>) {
  const { store, list, ...words } = input;
  const listId = list ? (await findList(ctx, list)).id : null;
  return { ...words, storeId: (await findHome(ctx, store)).id, listId };
}

async function hold(ctx: Working, form: string) {
  const [row] = await ctx.db
    .select()
    .from(forms)
    .where(and(eq(forms.orgId, ctx.orgId), eq(forms.publicId, form)))
    .for("update");
  if (!row) throw notFound("form");
  return row;
}

/** What of a form is worth a line in the audit trail: what people agree to, and how. */
const worth = ({
  agreement,
  doubleOptIn,
  origins,
}: {
  agreement: string;
  doubleOptIn: boolean;
  origins: string[];
}) => ({
  agreement,
  doubleOptIn,
  origins,
});

async function read(ctx: Working, form: string | null): Promise<FormDetail[]> {
  const rows = await ctx.db.execute<FormDetail & { platform: Platform; storeName: string }>(sql`
    select f.public_id as id, f.name, s.platform, s.name as "storeName", s.public_id as "storeId", f.state,
      f.double_opt_in as "doubleOptIn", f.title, f.intro, f.button, f.agreement, f.thanks, f.fields, f.origins,
      case when l.id is not null then jsonb_build_object('id', l.public_id, 'name', l.name) end as list,
      n.signups, n.confirmed, n.recent, n.waiting
    from forms f
    join stores s on s.org_id = f.org_id and s.id = f.store_id
    left join lists l on l.org_id = f.org_id and l.id = f.list_id
    cross join lateral (
      select count(*)::int as signups, count(confirmed_at)::int as confirmed,
        (count(*) filter (where asked_at > now() - interval '30 days'))::int as recent,
        (count(*) filter (where confirmed_at is null and expires_at > now()))::int as waiting
      from form_signups where org_id = ${ctx.orgId} and form_id = f.id
    ) n
    where f.org_id = ${ctx.orgId} and ${form === null ? sql`true` : sql`f.public_id = ${form}::uuid`}
    order by f.created_at desc, f.id desc`);
  return rows.map(({ platform, storeName, ...row }) => ({
    ...row,
    store: `${platformNames[platform]} · ${storeName}`,
  }));
}

function summary(row: Omit<FormDetail, "id">): Omit<FormSummary, "id"> {
  const { name, store, storeId, state, doubleOptIn, signups, confirmed, recent, waiting } = row;
  return { name, store, storeId, state, doubleOptIn, signups, confirmed, recent, waiting };
}
