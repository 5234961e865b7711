/**
 * Members and their roles. An organization never loses its last owner; only owners make or unmake owners and admins.
 */
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { members, users } from "@/db/schema";
import { audit } from "../audit";
import { conflict, notFound } from "../errors";
import { permit } from "../permissions";
import { type Ctx, database, type Role, transact, type Working } from "../tenancy";
import type { ChangeRole, OneMember } from "./inputs";

export type Member = { id: string; name: string; email: string; role: Role; joinedAt: Date };

/** Everybody in the organization, owners first, then by name. `id` is the user's public id. */
export async function listMembers(ctx: Ctx): Promise<Member[]> {
  permit(ctx, "organization.read");
  // Users belong to no tenant, so the restricted role cannot read them: the join runs as owner, and names the tenant.
  return database()
    .orm.select({
      id: users.publicId,
      name: users.name,
      email: users.email,
      role: members.role,
      joinedAt: members.joinedAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.orgId, ctx.orgId))
    .orderBy(sql`array_position(array['owner','admin','editor','viewer'], ${members.role})`, asc(users.name));
}

/** Gives a member another role. Only owners may; the last owner stays one. */
export async function changeRole(ctx: Ctx, input: z.output<typeof ChangeRole>): Promise<void> {
  permit(ctx, "members.promote");
  const person = await personOf(input.member);
  await transact(ctx, async (ctx) => {
    const before = await lockMember(ctx, person.userId);
    if (before === input.role) return;
    if (before === "owner") await keepAnOwner(ctx);
    await ctx.db.update(members).set({ role: input.role }).where(memberIs(ctx, person.userId));
    const detail = { before: { role: before }, after: { role: input.role } };
    await audit(ctx, "member.role-changed", `member ${person.name}`, detail);
  });
}

/** Takes a member out at once: their next request finds nothing. Everybody may leave, save the last owner. */
export async function removeMember(ctx: Ctx, input: z.output<typeof OneMember>): Promise<void> {
  const person = await personOf(input.member);
  const leaving = ctx.actor.kind === "member" && ctx.actor.userId === person.userId;
  permit(ctx, leaving ? "organization.read" : "members.remove");
  await transact(ctx, async (ctx) => {
    const role = await lockMember(ctx, person.userId);
    if (!leaving && (role === "owner" || role === "admin")) permit(ctx, "members.promote");
    if (role === "owner") await keepAnOwner(ctx);
    await ctx.db.delete(members).where(memberIs(ctx, person.userId));
    await audit(ctx, leaving ? "member.left" : "member.removed", `member ${person.name}`, { before: { role } });
  });
}

async function personOf(publicId: string): Promise<{ userId: number; name: string }> {
  const find = database().orm.select({ userId: users.id, name: users.name }).from(users);
  const [person] = await find.where(eq(users.publicId, publicId));
  if (!person) throw notFound("member");
  return person;
}

/**
 * The member's role, locked together with every owner, always in the same order: two owners who demote each other at
 * the same moment wait for each other, and the second is refused.
 */
async function lockMember(ctx: Working, userId: number): Promise<Role> {
  const rows = await ctx.db
    .select({ userId: members.userId, role: members.role })
    .from(members)
    .where(and(eq(members.orgId, ctx.orgId), sql`(${members.role} = 'owner' or ${members.userId} = ${userId})`))
    .orderBy(asc(members.userId))
    .for("update");
  const row = rows.find((candidate) => candidate.userId === userId);
  if (!row) throw notFound("member");
  return row.role;
}

async function keepAnOwner(ctx: Working) {
  const owners = await ctx.db
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.orgId, ctx.orgId), inArray(members.role, ["owner"])));
  if (owners.length < 2) throw conflict("This is the last owner. Make somebody else an owner first.");
}

const memberIs = (ctx: Working, userId: number) => and(eq(members.orgId, ctx.orgId), eq(members.userId, userId));
