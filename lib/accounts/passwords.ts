/** Forgotten, reset and changed passwords. A reset ends every session, a change ends all the others. */
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { users } from "@/db/schema";
import { invalid, notFound } from "../errors";
import { forgive, spend } from "../limits";
import { send } from "../mail";
import { passwordChangedLetter, resetLetter } from "../mail/letters";
import { database } from "../tenancy";
import type { ChangePassword, Reset, Visitor } from "./inputs";
import { hashPassword, passwordMatches } from "./password";
import { type Me, revokeAllSessions, revokeOtherSessions } from "./sessions";
import { issueToken, redeemToken } from "./tokens";

/**
 * Answers at once and the same, whether the address exists or not. `work` finds the user and mails the link: the caller
 * lets it run after the answer, so that neither time nor a mail server's failure tells.
 */
export async function requestPasswordReset(input: { email: string }, visitor: Visitor) {
  await spend("mail-from", visitor.ip);
  await spend("mail-to", input.email);
  return { work: () => mailReset(input.email) };
}

/** Sets the new password of the link's owner and logs them out everywhere. The mailbox is proven by the link. */
export async function resetPassword(input: z.output<typeof Reset>): Promise<{ userId: number }> {
  const passwordHash = await hashPassword(input.password);
  const user = await database().orm.transaction(async (db) => {
    const userId = await redeemToken(db, input.token, "reset");
    const verified = { emailVerifiedAt: sql`coalesce(email_verified_at, now())` };
    const [row] = await db
      .update(users)
      .set({ passwordHash, ...verified })
      .where(eq(users.id, userId))
      .returning();
    return row!;
  });
  await revokeAllSessions(user.id);
  await send(user.email, passwordChangedLetter(user.name));
  return { userId: user.id };
}

/** Needs the current password. Wrong ones count as wrong log-ins. */
export async function changePassword(me: Me, input: z.output<typeof ChangePassword>, visitor: Visitor): Promise<void> {
  const pair = `${me.email} ${visitor.ip}`;
  await spend("log-in", pair);
  const [user] = await database().orm.select({ hash: users.passwordHash }).from(users).where(eq(users.id, me.userId));
  const right = await passwordMatches(user?.hash ?? null, input.current);
  if (!right) throw invalid("This is not your password.", { current: "This is not your password." });
  await forgive("log-in", pair);
  const passwordHash = await hashPassword(input.password);
  await database().orm.update(users).set({ passwordHash }).where(eq(users.id, me.userId));
  await revokeOtherSessions(me);
  await send(me.email, passwordChangedLetter(me.name));
}

/** For operators at the command line. Logs the user out everywhere. Throws `not-found` for an unknown address. */
export async function setPassword(input: { email: string; password: string }): Promise<void> {
  const passwordHash = await hashPassword(input.password);
  const changed = database().orm.update(users).set({ passwordHash }).where(eq(users.email, input.email));
  const [user] = await changed.returning({ id: users.id });
  if (!user) throw notFound("user");
  await revokeAllSessions(user.id);
}

async function mailReset(email: string): Promise<void> {
  const find = database().orm.select({ id: users.id, name: users.name }).from(users).where(eq(users.email, email));
  const [user] = await find;
  if (!user) return;
  const token = await issueToken(user.id, "reset");
  await send(email, resetLetter(user.name, token));
}
