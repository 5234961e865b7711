/** Log-in by Google or GitHub. A provider's word about an address counts only when it says that it verified it. */
import { and, eq, sql } from "drizzle-orm";
import { userProviders, userSessions, users } from "@/db/schema";
import { Failure } from "../errors";
import { Email } from "../inputs";
import { database, type Tx } from "../tenancy";
import { addUser } from "./sign-up";

/** What a provider says about the person who comes from it. */
export type ProvidedAccount = {
  provider: string;
  accountId: string;
  email: string | null;
  emailVerified: boolean;
  name: string | null;
};

/** Finds the user of this provider's account, links it by verified address, or makes a user without an organization. */
export async function logInByProvider(account: ProvidedAccount): Promise<{ userId: number }> {
  return database().orm.transaction(async (db) => {
    const known = await linkedUser(db, account);
    if (known) return { userId: known };
    const email = Email.safeParse(account.email);
    if (!email.success || !account.emailVerified) {
      throw new Failure("forbidden", "Your provider does not vouch for your e-mail address. Verify it there first.");
    }
    const userId = (await takeOver(db, email.data)) ?? (await newUser(db, email.data, account.name));
    await db.insert(userProviders).values({ userId, provider: account.provider, accountId: account.accountId });
    return { userId };
  });
}

/** Whose account this is, or null before the first log-in by it. */
export async function userOfProvider(provider: string, accountId: string): Promise<number | null> {
  return linkedUser(database().orm, { provider, accountId });
}

async function linkedUser(db: Pick<Tx, "select">, account: { provider: string; accountId: string }) {
  const same = and(eq(userProviders.provider, account.provider), eq(userProviders.accountId, account.accountId));
  const [row] = await db.select({ userId: userProviders.userId }).from(userProviders).where(same);
  return row?.userId ?? null;
}

/**
 * The user who has this address. If nobody ever confirmed it, whoever signed up with it may be a stranger who waited
 * for the real owner: their password and sessions end here.
 */
async function takeOver(db: Tx, email: string): Promise<number | null> {
  const [user] = await db.select().from(users).where(eq(users.email, email)).for("update");
  if (!user) return null;
  if (user.emailVerifiedAt) return user.id;
  await db.update(users).set({ emailVerifiedAt: sql`now()`, passwordHash: null }).where(eq(users.id, user.id));
  await db.update(userSessions).set({ revokedAt: sql`now()` }).where(eq(userSessions.userId, user.id));
  return user.id;
}

async function newUser(db: Tx, email: string, name: string | null): Promise<number> {
  const shown =
    name
      ?.replace(/\p{Cc}/gu, " ")
      .trim()
      .slice(0, 80) || email.split("@")[0]!;
  return (await addUser(db, { email, name: shown, passwordHash: null, verified: true })).id;
}
