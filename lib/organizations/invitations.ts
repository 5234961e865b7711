/** Invitations by e-mail: for one address, seven days, once. Only the hash of the link is kept. */
import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { invitations, members, organizations, users } from "@/db/schema";
import { audit } from "../audit";
import { conflict, Failure, notFound } from "../errors";
import { spend } from "../limits";
import { type Delivery, send } from "../mail";
import { invitationLetter } from "../mail/letters";
import { permit } from "../permissions";
import { randomSecret, sha256 } from "../secrets";
import { type Ctx, database, type Role, transact, type Working } from "../tenancy";
import type { Invite, OneInvitation } from "./inputs";

export type Invitation = { id: string; email: string; role: Role; createdAt: Date; expiresAt: Date; expired: boolean };

/** The open invitations, newest first. */
export async function listInvitations(ctx: Ctx): Promise<Invitation[]> {
  permit(ctx, "organization.read");
  return transact(ctx, (ctx) =>
    ctx.db
      .select({
        id: invitations.publicId,
        email: invitations.email,
        role: invitations.role,
        createdAt: invitations.createdAt,
        expiresAt: invitations.expiresAt,
        expired: sql<boolean>`${invitations.expiresAt} <= now()`,
      })
      .from(invitations)
      .where(and(eq(invitations.orgId, ctx.orgId), unanswered()))
      .orderBy(desc(invitations.createdAt)),
  );
}

/** Invites an address; an earlier open invitation of it ends. Admins are invited by owners only. */
export async function invite(ctx: Ctx, input: z.output<typeof Invite>): Promise<Delivery> {
  permit(ctx, "members.invite");
  if (input.role === "admin") permit(ctx, "members.promote");
  await mayWrite(ctx);
  if (await isMember(ctx, input.email)) {
    throw new Failure("conflict", "This person is a member already.", { email: "This person is a member already." });
  }
  const token = randomSecret();
  await transact(ctx, async (ctx) => {
    const same = and(eq(invitations.orgId, ctx.orgId), eq(invitations.email, input.email), unanswered());
    await ctx.db.update(invitations).set({ revokedAt: sql`now()` }).where(same);
    const invitedBy = ctx.actor.kind === "member" ? ctx.actor.userId : null;
    const fresh = { orgId: ctx.orgId, ...input, tokenHash: sha256(token), invitedBy, expiresAt: inSevenDays };
    await ctx.db.insert(invitations).values(fresh);
    await audit(ctx, "member.invited", `address ${input.email}`, { after: { role: input.role } });
  });
  return mailInvitation(ctx, input.email, input.role, token);
}

/** Mails a new link and starts the seven days anew; the earlier link stops working. */
export async function resendInvitation(ctx: Ctx, input: z.output<typeof OneInvitation>): Promise<Delivery> {
  permit(ctx, "members.invite");
  await mayWrite(ctx);
  const token = randomSecret();
  const renewed = await transact(ctx, async (ctx) => {
    const row = await setOpen(ctx, input.invitation, { tokenHash: sha256(token), expiresAt: inSevenDays });
    if (row.role === "admin") permit(ctx, "members.promote");
    await audit(ctx, "invitation.resent", `address ${row.email}`);
    return row;
  });
  return mailInvitation(ctx, renewed.email, renewed.role, token);
}

/** Ends an open invitation; its link stops working. */
export async function revokeInvitation(ctx: Ctx, input: z.output<typeof OneInvitation>): Promise<void> {
  permit(ctx, "members.invite");
  await transact(ctx, async (ctx) => {
    const row = await setOpen(ctx, input.invitation, { revokedAt: sql`now()` });
    await audit(ctx, "invitation.revoked", `address ${row.email}`, { before: { role: row.role } });
  });
}

export const inSevenDays = sql`now() + interval '7 days'`;

/** Neither accepted nor revoked; it may have expired. */
export const unanswered = () => and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));
export const open = () => and(unanswered(), gt(invitations.expiresAt, sql`now()`));

async function setOpen(ctx: Working, publicId: string, change: Record<string, unknown>) {
  const [row] = await ctx.db
    .update(invitations)
    .set(change)
    .where(and(eq(invitations.orgId, ctx.orgId), eq(invitations.publicId, publicId), unanswered()))
    .returning({ email: invitations.email, role: invitations.role });
  if (!row) throw notFound("invitation");
  return row;
}

/** Whoever has not confirmed their own address may not make us write to others'. */
async function mayWrite(ctx: Ctx) {
  if (ctx.actor.kind === "member") {
    const [me] = await database().orm.select().from(users).where(eq(users.id, ctx.actor.userId));
    if (!me?.emailVerifiedAt) throw conflict("Confirm your e-mail address first: follow the link that we sent you.");
  }
  await spend("invite", String(ctx.orgId));
}

async function isMember(ctx: Ctx, email: string): Promise<boolean> {
  const rows = await database()
    .orm.select({ userId: members.userId })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.orgId, ctx.orgId), eq(users.email, email)));
  return rows.length > 0;
}

async function mailInvitation(ctx: Ctx, email: string, role: string, token: string): Promise<Delivery> {
  const name = { organization: organizations.name };
  const [row] = await database().orm.select(name).from(organizations).where(eq(organizations.id, ctx.orgId));
  return send(email, invitationLetter({ inviter: ctx.actor.name, organization: row!.organization, role, token }));
}
