import { members, organizations } from "@/db/schema";
import { audit } from "../audit";
import type { Tx } from "../tenancy";
import { slugs } from "./slug";

export type Founded = { orgId: number; slug: string };

/** Makes an organization and its first owner in the caller's transaction. The address in URLs comes from the name. */
export async function found(
  db: Tx,
  owner: { id: number; name: string },
  name: string,
  timeZone: string,
): Promise<Founded> {
  const organization = await insert(db, name, timeZone);
  const ctx = {
    orgId: organization.orgId,
    actor: { kind: "member", userId: owner.id, name: owner.name, role: "owner" } as const,
    db,
  };
  await db.insert(members).values({ orgId: ctx.orgId, userId: owner.id, role: "owner" });
  await audit(ctx, "organization.created", `organization ${organization.slug}`, { after: { name, timeZone } });
  return organization;
}

async function insert(db: Tx, name: string, timeZone: string): Promise<Founded> {
  for (const slug of slugs(name)) {
    const [row] = await db
      .insert(organizations)
      .values({ name, timeZone, slug })
      .onConflictDoNothing({ target: organizations.slug })
      .returning({ orgId: organizations.id, slug: organizations.slug });
    if (row) return row;
  }
  throw new Error("No free address was found for an organization.");
}
