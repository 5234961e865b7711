/** New people: with an organization of their own, by an operator, or without one (invited, by a provider). */
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { users } from "@/db/schema";
import { Failure } from "../errors";
import { spend } from "../limits";
import { type Delivery, send } from "../mail";
import { verifyLetter } from "../mail/letters";
import { found } from "../organizations/found";
import { database, type Tx } from "../tenancy";
import type { Owner, SignUp, Visitor } from "./inputs";
import { hashPassword } from "./password";
import type { Me } from "./sessions";
import { issueToken, redeemToken } from "./tokens";

/**
 * Makes the user (address not yet confirmed), the organization and its owner, then mails the link. The account stands
 * even when the mail could not be sent: `mail` says so. Until the link is followed one may look around and connect
 * stores, but not invite others.
 */
export async function signUp(input: z.output<typeof SignUp>, visitor: Visitor) {
  await spend("sign-up", visitor.ip);
  const passwordHash = await hashPassword(input.password);
  const made = await database().orm.transaction(async (db) => {
    const user = await addUser(db, { email: input.email, name: input.name, passwordHash, verified: false });
    return { userId: user.id, ...(await found(db, user, input.organization, input.timeZone)) };
  });
  const mail = await sendVerification({ ...input, userId: made.userId });
  return { ...made, mail };
}

/** For the seed and the command line: an owner whose address counts as confirmed. Throws `conflict` for a known one. */
export async function createOwner(input: z.output<typeof Owner>) {
  const passwordHash = await hashPassword(input.password);
  return database().orm.transaction(async (db) => {
    const user = await addUser(db, { email: input.email, name: input.name, passwordHash, verified: true });
    return { userId: user.id, ...(await found(db, user, input.organization, input.timeZone)) };
  });
}

/** Confirms the address the link was mailed to. */
export async function verifyEmail(input: { token: string }): Promise<{ userId: number }> {
  return database().orm.transaction(async (db) => {
    const userId = await redeemToken(db, input.token, "verify");
    await db
      .update(users)
      .set({ emailVerifiedAt: sql`coalesce(email_verified_at, now())` })
      .where(eq(users.id, userId));
    return { userId };
  });
}

/** Mails a new link to somebody logged in; the earlier one stops working. */
export async function resendVerification(me: Me): Promise<Delivery> {
  if (me.emailVerified) throw new Failure("conflict", "Your address is confirmed already.");
  await spend("mail-to", me.email);
  return sendVerification(me);
}

type NewUser = { email: string; name: string; passwordHash: string | null; verified: boolean };

/** Inserts a user in the caller's transaction. Throws `conflict` at the field `email` when the address is known. */
export async function addUser(db: Tx, user: NewUser): Promise<{ id: number; name: string }> {
  const [row] = await db
    .insert(users)
    .values({
      email: user.email,
      name: user.name,
      passwordHash: user.passwordHash,
      emailVerifiedAt: user.verified ? sql`now()` : null,
    })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id, name: users.name });
  const known = "This address has an account. Log in, or ask for a new password.";
  if (!row) throw new Failure("conflict", known, { email: known });
  return row;
}

async function sendVerification(to: { userId: number; email: string; name: string }): Promise<Delivery> {
  const token = await issueToken(to.userId, "verify");
  return send(to.email, verifyLetter(to.name, token));
}
