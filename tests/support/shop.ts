/** A store of an organization of its own whose records are told by hand, and its contacts as they then stand. */
import type { Kind } from "@/lib/contacts/selection";
import { absorb } from "@/lib/records/absorb";
import type { News } from "@/lib/records/batch";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { makeMember } from "./members";
import { makeOrganization, makeStore } from "./organization";

const everybody: Kind[] = ["subscriber", "buyer", "contact"];

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** `ctx` is a member who may do everything with contacts. */
export async function openShop(in_?: Ctx) {
  const organization = in_ ?? (await makeOrganization());
  const { ctx } = await makeMember(organization.orgId, "admin");
  const { id, publicId } = await makeStore(organization);
  const own = { id, label: "WooCommerce · Outlet", country: "DE", currency: "EUR", selection: everybody };
  const store = { ...own, home: own, peopleOnly: false };
  const job: Ctx = { orgId: ctx.orgId, actor: { kind: "job", name: "WooCommerce · Outlet" } };
  return {
    ctx,
    storeId: id,
    store: publicId,
    receiving: store,
    take: (said: News[]) => transact(job, (ctx) => absorb(ctx, store, said)),
    contacts: () => contactsOf(ctx.orgId, id),
    idOf: async (email: string) => (await contactsOf(ctx.orgId, id)).find((one) => one.email === email)!.id as string,
    kinds: (prefix: string) => kindsOf(ctx.orgId, prefix),
  };
}

/** The visible ones. */
async function contactsOf(orgId: number, storeId: number) {
  const rows = await database().sql`
    select c.public_id as id, c.email, c.external_id, c.first_name, c.last_name, c.phone, c.phone_key, c.city, c.line1,
      c.company, c.language, c.birthday::text, c.gender, c.special_tags, c.email_consent, a.orders,
      a.spent::float8 as spent
    from contacts c join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    where c.org_id = ${orgId} and c.store_id = ${storeId} and c.gone_at is null
    order by c.email, c.external_id, c.phone`;
  return rows.map((row) => ({ ...row })) as Record<string, unknown>[];
}

/** The kinds of the timelines' lines of the organization, as they were written. */
async function kindsOf(orgId: number, prefix: string): Promise<string[]> {
  const rows = await database().sql`
    select kind from contact_events where org_id = ${orgId} and kind like ${`${prefix}%`} order by id`;
  return rows.map((row) => String(row.kind));
}
