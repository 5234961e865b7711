/** The moment conditions are judged by: now, in an organization's days, by its catalogue. */
import { zoneOf } from "../contacts/active";
import { together, type Working } from "../tenancy";
import { catalogueOf } from "./catalogue/custom";
import type { Catalogue, Moment } from "./catalogue/field";

export async function momentOf(ctx: Working, now = new Date()): Promise<Moment & { fields: Catalogue }> {
  const [timeZone, fields] = await together([zoneOf(ctx), catalogueOf(ctx)]);
  return { orgId: ctx.orgId, timeZone, now, fields };
}
