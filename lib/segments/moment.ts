/** The moment conditions are judged by: now, in an organization's days, by its catalogue. */
import { sql } from "drizzle-orm";
import type { Working } from "../tenancy";
import { catalogueOf } from "./catalogue/custom";
import type { Moment } from "./catalogue/field";

export async function momentOf(ctx: Working, now = new Date()): Promise<Required<Moment>> {
  const [organization] = await ctx.db.execute<{ timeZone: string }>(
    sql`select time_zone as "timeZone" from organizations where id = ${ctx.orgId}`,
  );
  const fields = await catalogueOf(ctx);
  return { orgId: ctx.orgId, timeZone: organization?.timeZone ?? "UTC", now, fields };
}
