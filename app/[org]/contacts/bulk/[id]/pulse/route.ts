/** Tells the open page of one bulk action whether it is still true. */
import { OfBulk } from "@/lib/bulk/manage";
import { bulkVersion } from "@/lib/bulk/show";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, _request, { id }) =>
  Response.json({ version: await bulkVersion(ctx, OfBulk.parse({ bulk: id })) }),
);
