import { eq } from "drizzle-orm";
import type { z } from "zod";
import { users } from "@/db/schema";
import { Failure } from "../errors";
import { forgive, giveBack, spend } from "../limits";
import { database } from "../tenancy";
import type { LogIn, Visitor } from "./inputs";
import { passwordMatches } from "./password";

/**
 * Checks address and password. Each try is counted before the password is looked at, so that a thousand guesses sent at
 * once are not a thousand guesses; the right one is given back. Throws `unauthenticated` or `too-many`.
 */
export async function logIn(input: z.output<typeof LogIn>, visitor: Visitor): Promise<{ userId: number }> {
  const pair = `${input.email} ${visitor.ip}`;
  await spend("log-in", pair);
  await spend("log-in-from", visitor.ip);
  await spend("log-in-to", input.email);
  const [user] = await database()
    .orm.select({ userId: users.id, hash: users.passwordHash })
    .from(users)
    .where(eq(users.email, input.email));
  const right = await passwordMatches(user?.hash ?? null, input.password);
  if (!user || !right) throw new Failure("unauthenticated", "The e-mail address or the password is not right.");
  await forgive("log-in", pair);
  await giveBack("log-in-from", visitor.ip);
  await giveBack("log-in-to", input.email);
  return { userId: user.userId };
}
