/** Organizations: found one, list mine, enter one, rename it, move its time zone. */
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { memberPreferences, members, organizations } from "@/db/schema";
import { audit } from "../audit";
import { permit } from "../permissions";
import { type Ctx, database, type Role, transact } from "../tenancy";
import { type Founded, found } from "./found";
import type { CreateOrganization, MoveTimeZone, RenameOrganization } from "./inputs";
import { isSlug } from "./slug";

export type Organization = { publicId: string; slug: string; name: string; timeZone: string };
type Person = { userId: number; name: string };

/** Makes another organization; whoever makes it owns it. */
export async function create(me: Person, input: z.output<typeof CreateOrganization>): Promise<Founded> {
  return database().orm.transaction((db) => found(db, { id: me.userId, name: me.name }, input.name, input.timeZone));
}

/** The organizations this person belongs to, the last entered first. */
export async function mine(me: { userId: number }): Promise<(Organization & { role: Role })[]> {
  return database()
    .orm.select({ ...shown, role: members.role })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.orgId))
    .leftJoin(memberPreferences, visited)
    .where(eq(members.userId, me.userId))
    .orderBy(sql`${memberPreferences.value} desc nulls last`, asc(organizations.name), desc(organizations.id));
}

export type Membership = { orgId: number; organization: Organization; role: Role };

/** This person's place in the organization at `/slug`, or null: unknown and foreign are the same. Notes the visit. */
export async function enter(me: { userId: number }, slug: string): Promise<Membership | null> {
  if (!isSlug(slug)) return null;
  const [row] = await database()
    .orm.select({ ...shown, orgId: members.orgId, role: members.role, entered: memberPreferences.value })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.orgId))
    .leftJoin(memberPreferences, visited)
    .where(and(eq(members.userId, me.userId), eq(organizations.slug, slug)));
  if (!row) return null;
  const { orgId, role, entered, ...organization } = row;
  const now = new Date();
  if (typeof entered !== "string" || now.getTime() - Date.parse(entered) > 60_000) await noteVisit(orgId, me, now);
  return { orgId, role, organization };
}

/** Changes the name people read. The address in URLs stays, so that bookmarks and stores' links keep working. */
export async function rename(ctx: Ctx, input: z.output<typeof RenameOrganization>): Promise<void> {
  permit(ctx, "organization.edit");
  await change(ctx, "organization.renamed", { name: input.name });
}

/** Moves the zone in which days begin. */
export async function moveTimeZone(ctx: Ctx, input: z.output<typeof MoveTimeZone>): Promise<void> {
  permit(ctx, "organization.edit");
  await change(ctx, "organization.time-zone-moved", { timeZone: input.timeZone });
}

async function change(ctx: Ctx, verb: string, next: { name: string } | { timeZone: string }) {
  await transact(ctx, async (ctx) => {
    const [before] = await ctx.db
      .select(shown)
      .from(organizations)
      .where(eq(organizations.id, ctx.orgId))
      .for("update");
    if (!before || Object.entries(next).every(([key, value]) => before[key as keyof Organization] === value)) return;
    await ctx.db.update(organizations).set(next).where(eq(organizations.id, ctx.orgId));
    const was = Object.fromEntries(Object.keys(next).map((key) => [key, before[key as keyof Organization]]));
    await audit(ctx, verb, `organization ${before.slug}`, { before: was, after: next });
  });
}

async function noteVisit(orgId: number, me: { userId: number }, now: Date) {
  await database()
    .orm.insert(memberPreferences)
    .values({ orgId, userId: me.userId, name: "entered", value: now.toISOString() })
    .onConflictDoUpdate({
      target: [memberPreferences.orgId, memberPreferences.userId, memberPreferences.name],
      set: { value: sql`excluded.value` },
    });
}

const shown = {
  publicId: organizations.publicId,
  slug: organizations.slug,
  name: organizations.name,
  timeZone: organizations.timeZone,
};

const visited = and(
  eq(memberPreferences.orgId, members.orgId),
  eq(memberPreferences.userId, members.userId),
  eq(memberPreferences.name, "entered"),
);
