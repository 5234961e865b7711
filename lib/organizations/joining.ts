/** The other side of an invitation: what its link shows, and joining by it. The link's secret stands for the tenant. */
import { and, eq, sql } from "drizzle-orm";
import { invitations, members, organizations, users } from "@/db/schema";
import { audit } from "../audit";
import { Failure, notFound } from "../errors";
import { sha256 } from "../secrets";
import { database, type Role, type Tx } from "../tenancy";
import { open } from "./invitations";

export type Offer = { organization: string; email: string; role: Role; inviter: string | null; hasAccount: boolean };

/** What the invitation's page shows, or null when the link is used, revoked, expired or unknown. */
export async function readInvitation(token: string): Promise<Offer | null> {
  const [row] = await database()
    .orm.select({
      organization: organizations.name,
      email: invitations.email,
      role: invitations.role,
      inviter: sql<string | null>`(select name from users where users.id = ${invitations.invitedBy})`,
      hasAccount: sql<boolean>`exists (select from users where users.email = ${invitations.email})`,
    })
    .from(invitations)
    .innerJoin(organizations, eq(organizations.id, invitations.orgId))
    .where(and(eq(invitations.tokenHash, sha256(token)), open()));
  return row ?? null;
}

/** Somebody logged in joins; the invitation must be for their address, which the link proves to be theirs. */
export async function acceptInvitation(me: { userId: number }, input: { token: string }): Promise<{ slug: string }> {
  return database().orm.transaction((db) => joinBy(db, input.token, me.userId));
}

/** Uses the invitation up and makes the user a member, in the caller's transaction. */
export async function joinBy(db: Tx, token: string, userId: number): Promise<{ slug: string }> {
  const [user] = await db.select().from(users).where(eq(users.id, userId));
  const invitation = await takeUp(db, token);
  if (user?.email !== invitation.email) {
    throw new Failure("forbidden", `This invitation is for another address. Log in as ${invitation.email}.`);
  }
  await db.update(users).set({ emailVerifiedAt: sql`coalesce(email_verified_at, now())` }).where(eq(users.id, userId));
  const { orgId, role } = invitation;
  await db.insert(members).values({ orgId, userId, role }).onConflictDoNothing();
  const actor = { kind: "member", userId, name: user.name, role } as const;
  await audit({ orgId, actor, db }, "member.joined", `member ${user.name}`, { after: { role } });
  const [organization] = await db.select().from(organizations).where(eq(organizations.id, orgId));
  return { slug: organization!.slug };
}

async function takeUp(db: Tx, token: string) {
  const [row] = await db
    .update(invitations)
    .set({ acceptedAt: sql`now()` })
    .where(and(eq(invitations.tokenHash, sha256(token)), open()))
    .returning();
  if (!row) throw notFound("invitation");
  return row;
}
