/** People to put tags on and lists under, written by hand. */
import { randomBytes } from "node:crypto";
import { type Ctx, database } from "@/lib/tenancy";
import { makeOrganization, makeStore } from "./organization";

export type Place = { ctx: Ctx; storeId: number };
export type Made = { id: number; contact: string };

/** An organization with one store, and a member who may edit. */
export async function makePlace(): Promise<Place> {
  const organization = await makeOrganization();
  const { id } = await makeStore(organization);
  return {
    ctx: { orgId: organization.orgId, actor: { kind: "member", userId: 1, name: "Maren Holt", role: "editor" } },
    storeId: id,
  };
}

type Traits = { excluded?: boolean; gone?: boolean; subscribed?: boolean; specialTags?: string[] };

export async function makeContact({ ctx, storeId }: Place, traits: Traits = {}): Promise<Made> {
  const { excluded = false, gone = false, subscribed = false, specialTags = ["contact"] } = traits;
  const [row] = await database().sql`
    insert into contacts (org_id, store_id, email, source, born_at, excluded_at, gone_at, email_consent, special_tags)
    values (${ctx.orgId}, ${storeId}, ${`p-${randomBytes(5).toString("hex")}@example.org`}, 'manual', now(),
      case when ${excluded} then now() end, case when ${gone} then now() end, ${subscribed ? "subscribed" : "never"}, ${specialTags})
    returning id::int, public_id as contact`;
  return { id: row!.id, contact: row!.contact };
}

/** The kinds and names of a contact's timeline, the oldest first. */
export async function linesOf({ ctx }: Place, { id }: Made): Promise<string[]> {
  const rows = await database().sql`
    select kind || ' ' || (detail->>'name') as line from contact_events
    where org_id = ${ctx.orgId} and contact_id = ${id} order by id`;
  return rows.map(({ line }) => line);
}

/** The verbs of the audit trail with their subjects, the oldest first. */
export async function trailOf({ ctx }: Place): Promise<string[]> {
  const rows = await database().sql`
    select verb || ': ' || subject as line from audit_trail where org_id = ${ctx.orgId} order by id`;
  return rows.map(({ line }) => line);
}
