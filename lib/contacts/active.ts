/**
 * Who is active: did something in the last 365 days, counted in whole days of the organization, as segments count them.
 */
import { sql } from "drizzle-orm";
import { beginningOf, dayAt, plus } from "@/lib/calendar";
import type { Working } from "@/lib/tenancy";

/** Interactions from this moment on count (product.md, "Status, the figures on the row"). */
export const activeSince = (timeZone: string, now = new Date()): Date =>
  beginningOf(timeZone, plus(dayAt(timeZone, now), -365));

/** The time zone of the organization's days. */
export async function zoneOf({ db, orgId }: Working): Promise<string> {
  const [row] = await db.execute<{ zone: string }>(
    sql`select time_zone as zone from organizations where id = ${orgId}`,
  );
  return row?.zone ?? "UTC";
}
