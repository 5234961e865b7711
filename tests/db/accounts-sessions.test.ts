/** Sessions that end when their row says so, and log-in by a provider. */
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { userProviders, userSessions, users } from "@/db/schema";
import * as accounts from "@/lib/accounts";
import * as organizations from "@/lib/organizations";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { useMailServer } from "../support/mail";
import { address, makeOwner, meOf, password, visitor } from "../support/members";

useTestDatabase();
useMailServer();

const signUp = (email: string) =>
  accounts.signUp({ name: "Maren", email, password, organization: "North Candles", timeZone: "UTC" }, visitor());

describe("sessions", () => {
  test("a revoked session is nobody from the next request on", async () => {
    const me = await makeOwner();
    const phone = await meOf(me.userId);
    expect(await accounts.listSessions(me)).toHaveLength(2);
    await accounts.revokeSession(me, { session: phone.sessionId });
    expect(await accounts.readSession(phone.sessionId)).toBeNull();
    expect(await accounts.listSessions(me)).toMatchObject([{ id: me.sessionId, current: true }]);
  });

  test("somebody else's session is not found", async () => {
    const [me, other] = [await makeOwner(), await makeOwner()];
    const theirs = accounts.revokeSession(me, { session: other.sessionId });
    await expect(theirs).rejects.toMatchObject({ problem: "not-found" });
    expect(await accounts.readSession(other.sessionId)).not.toBeNull();
  });

  test("logging out everywhere else leaves this one", async () => {
    const me = await makeOwner();
    await Promise.all([meOf(me.userId), meOf(me.userId)]);
    expect(await accounts.revokeOtherSessions(me)).toBe(2);
    expect(await accounts.readSession(me.sessionId)).not.toBeNull();
  });

  test("an expired session is nobody", async () => {
    const me = await makeOwner();
    await database().orm.update(userSessions).set({ expiresAt: sql`now()` }).where(eq(userSessions.id, me.sessionId));
    expect(await accounts.readSession(me.sessionId)).toBeNull();
  });

  test("a visit is noted at most once a minute", async () => {
    const me = await makeOwner();
    const seen = async () => (await accounts.listSessions(me))[0]!.lastSeenAt.getTime();
    const first = await seen();
    await accounts.readSession(me.sessionId);
    expect(await seen()).toBe(first);
    const old = { lastSeenAt: sql`now() - interval '61 seconds'` };
    await database().orm.update(userSessions).set(old).where(eq(userSessions.id, me.sessionId));
    await accounts.readSession(me.sessionId);
    expect(await seen()).toBeGreaterThanOrEqual(first);
  });
});

describe("logging in by a provider", () => {
  const google = (email: string, more = {}) => ({
    provider: "google",
    accountId: `g-${email}`,
    email,
    emailVerified: true,
    name: "Maren",
    ...more,
  });

  test("links to the user of a verified address, and later goes by the provider's id alone", async () => {
    const { email, userId } = await makeOwner();
    expect(await accounts.logInByProvider(google(email))).toEqual({ userId });
    const moved = google(email, { email: null, emailVerified: false });
    expect(await accounts.logInByProvider(moved)).toEqual({ userId });
    expect(await accounts.userOfProvider("google", `g-${email}`)).toBe(userId);
  });

  test("an address the provider does not vouch for opens nothing", async () => {
    const { email, userId } = await makeOwner();
    const unproven = accounts.logInByProvider(google(email, { emailVerified: false }));
    await expect(unproven).rejects.toMatchObject({ problem: "forbidden" });
    expect(await database().orm.select().from(userProviders).where(eq(userProviders.userId, userId))).toEqual([]);
  });

  test("a new person gets an account without an organization", async () => {
    const email = address();
    const { userId } = await accounts.logInByProvider(google(email));
    expect(await meOf(userId)).toMatchObject({ email, emailVerified: true, hasPassword: false });
    expect(await organizations.mine({ userId })).toEqual([]);
  });

  test("whoever signed up with an address that is not theirs loses it to its owner", async () => {
    const email = address();
    const { userId } = await signUp(email);
    const squatter = await meOf(userId);
    expect(await accounts.logInByProvider(google(email))).toEqual({ userId });
    expect(await accounts.readSession(squatter.sessionId)).toBeNull();
    await expect(accounts.logIn({ email, password }, visitor())).rejects.toMatchObject({ problem: "unauthenticated" });
    const [user] = await database().orm.select().from(users).where(eq(users.id, userId));
    expect(user).toMatchObject({ passwordHash: null, emailVerifiedAt: expect.any(Date) });
  });
});
