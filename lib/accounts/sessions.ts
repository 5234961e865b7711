/** Every log-in is a row. A revoked or expired row ends the session at its next request, wherever it is. */
import { and, desc, eq, gt, isNull, lt, ne, sql } from "drizzle-orm";
import { userSessions, users } from "@/db/schema";
import { notFound } from "../errors";
import { database } from "../tenancy";
import type { Visitor } from "./inputs";

/** Days until a session ends, used or not. */
export const sessionDays = 30;

/** Who is logged in, and by which session. */
export type Me = {
  userId: number;
  publicId: string;
  email: string;
  name: string;
  emailVerified: boolean;
  hasPassword: boolean;
  sessionId: string;
};

export async function openSession(userId: number, visitor: Visitor): Promise<{ id: string; expiresAt: Date }> {
  const [row] = await database()
    .orm.insert(userSessions)
    .values({
      userId,
      userAgent: visitor.userAgent?.replace(/\p{Cc}/gu, " ").slice(0, 300) ?? null,
      expiresAt: sql`now() + ${`${sessionDays} days`}::interval`,
    })
    .returning({ id: userSessions.id, expiresAt: userSessions.expiresAt });
  return row!;
}

/** Whose session this is, or null when it is unknown, revoked or expired. Notes the visit at most once a minute. */
export async function readSession(id: string): Promise<Me | null> {
  const [row] = await database()
    .orm.select({
      userId: users.id,
      publicId: users.publicId,
      email: users.email,
      name: users.name,
      emailVerified: sql<boolean>`${users.emailVerifiedAt} is not null`,
      hasPassword: sql<boolean>`${users.passwordHash} is not null`,
      sessionId: userSessions.id,
      stale: sql<boolean>`${staleVisit()}`,
    })
    .from(userSessions)
    .innerJoin(users, eq(users.id, userSessions.userId))
    .where(and(eq(userSessions.id, id), living()));
  if (!row) return null;
  const { stale, ...me } = row;
  if (stale) await noteVisit(id);
  return me;
}

export type SessionLine = { id: string; userAgent: string | null; lastSeenAt: Date; createdAt: Date; current: boolean };

/** The member's living sessions, last used first. */
export async function listSessions(me: Me): Promise<SessionLine[]> {
  return database()
    .orm.select({
      id: userSessions.id,
      userAgent: userSessions.userAgent,
      lastSeenAt: userSessions.lastSeenAt,
      createdAt: userSessions.createdAt,
      current: sql<boolean>`${userSessions.id} = ${me.sessionId}`,
    })
    .from(userSessions)
    .where(and(eq(userSessions.userId, me.userId), living()))
    .orderBy(desc(userSessions.lastSeenAt), desc(userSessions.createdAt));
}

/** Ends one session of this user. Somebody else's is "not found". */
export async function revokeSession(me: Pick<Me, "userId">, input: { session: string }): Promise<void> {
  const ended = await end(and(eq(userSessions.userId, me.userId), eq(userSessions.id, input.session)));
  if (ended === 0) throw notFound("session");
}

/** Ends all but the current one. Returns how many. */
export async function revokeOtherSessions(me: Me): Promise<number> {
  return end(and(eq(userSessions.userId, me.userId), ne(userSessions.id, me.sessionId)));
}

export async function revokeAllSessions(userId: number): Promise<number> {
  return end(eq(userSessions.userId, userId));
}

async function end(which: ReturnType<typeof and>): Promise<number> {
  const ended = await database()
    .orm.update(userSessions)
    .set({ revokedAt: sql`now()` })
    .where(and(which, living()))
    .returning({ id: userSessions.id });
  return ended.length;
}

async function noteVisit(id: string) {
  await database()
    .orm.update(userSessions)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(userSessions.id, id), staleVisit()));
}

const living = () => and(isNull(userSessions.revokedAt), gt(userSessions.expiresAt, sql`now()`));
const staleVisit = () => lt(userSessions.lastSeenAt, sql`now() - interval '1 minute'`);
