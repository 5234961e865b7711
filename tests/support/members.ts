/** People and their contexts, made through the real verbs. */
import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { members, users } from "@/db/schema";
import * as accounts from "@/lib/accounts";
import { type Ctx, database, type Role } from "@/lib/tenancy";

export const password = "several good words";

/** A place of its own per call, so that one test's tries do not count in another. */
export const visitor = (): accounts.Visitor => ({
  ip: `198.51.100.${randomBytes(4).toString("hex")}`,
  userAgent: "Test",
});

export const address = () => `p-${randomBytes(5).toString("hex")}@example.org`;

export type Person = accounts.Me & { orgId: number; slug: string; ctx: Ctx };

/** Somebody with a confirmed address and an organization of their own, logged in. */
export async function makeOwner(organization = "North Candles"): Promise<Person> {
  const email = address();
  const made = await accounts.createOwner({ email, name: "Maren", password, organization, timeZone: "Europe/Oslo" });
  return { ...(await meOf(made.userId)), ...made, ctx: memberCtx(made.orgId, made.userId, "owner") };
}

/** Another person, who joins the organization in this role. */
export async function makeMember(orgId: number, role: Role): Promise<Person> {
  const person = await makeOwner(`Own shop of ${role}`);
  await database().orm.insert(members).values({ orgId, userId: person.userId, role });
  return { ...person, ctx: memberCtx(orgId, person.userId, role) };
}

export const memberCtx = (orgId: number, userId: number, role: Role): Ctx => ({
  orgId,
  actor: { kind: "member", userId, name: "Maren", role },
});

/** The user as a fresh session shows them. */
export async function meOf(userId: number): Promise<accounts.Me> {
  const session = await accounts.openSession(userId, visitor());
  return (await accounts.readSession(session.id))!;
}

export async function userByEmail(email: string) {
  const [user] = await database().orm.select().from(users).where(eq(users.email, email));
  return user;
}
