/** One-time links: only the hash is kept, only the newest of its purpose works, and only once. */
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { userTokens } from "@/db/schema";
import { invalid } from "../errors";
import { randomSecret, sha256 } from "../secrets";
import { database, type Tx } from "../tenancy";

type Purpose = "verify" | "reset";

const life: Record<Purpose, string> = { verify: "24 hours", reset: "1 hour" };

/** Makes a link's token (url-safe text) and ends the earlier ones of the same purpose. */
export async function issueToken(userId: number, purpose: Purpose): Promise<string> {
  const token = randomSecret();
  await database().orm.transaction(async (db) => {
    await db.delete(userTokens).where(and(eq(userTokens.userId, userId), eq(userTokens.purpose, purpose)));
    const expiresAt = sql`now() + ${life[purpose]}::interval`;
    await db.insert(userTokens).values({ hash: sha256(token), userId, purpose, expiresAt });
  });
  return token;
}

/** Whose token this is. Uses it up in the caller's transaction; throws `invalid` when it is used, old or unknown. */
export async function redeemToken(db: Tx, token: string, purpose: Purpose): Promise<number> {
  const [row] = await db
    .update(userTokens)
    .set({ usedAt: sql`now()` })
    .where(usable(token, purpose))
    .returning({ userId: userTokens.userId });
  if (!row) throw invalid("This link was used already or is too old. Ask for a new one.");
  return row.userId;
}

/** Whether a form behind this link is worth showing. */
export async function tokenIsUsable(token: string, purpose: Purpose): Promise<boolean> {
  const rows = await database().orm.select({ hash: userTokens.hash }).from(userTokens).where(usable(token, purpose));
  return rows.length > 0;
}

const usable = (token: string, purpose: Purpose) =>
  and(
    eq(userTokens.hash, sha256(token)),
    eq(userTokens.purpose, purpose),
    isNull(userTokens.usedAt),
    gt(userTokens.expiresAt, sql`now()`),
  );
