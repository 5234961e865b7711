/**
 * Deleted by a member: hidden until the store tells something newer of the person than the deletion. What the store
 * said before, however often it says it again, brings nobody back.
 */
import { type SQL, sql } from "drizzle-orm";

/**
 * Whether the deletion holds, in SQL; null where there was none. `toldAt` is the clock of the newest record, or null.
 */
export const staysDeleted = (deletedAt: SQL, toldAt: SQL): SQL =>
  sql`(${deletedAt} >= coalesce(${toldAt}, timestamptz '-infinity'))`;

/** Whether `c` may be the one its number belongs to: who is deleted keeps it, so that old records still find them. */
export const holdsNumber = sql`(c.gone_at is null or c.deleted_at is not null)`;
