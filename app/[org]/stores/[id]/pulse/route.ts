/** Tells a store's open page whether it is still true. */
import { OfOneStore, storesVersion } from "@/lib/home";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, _request, { id }) =>
  Response.json({ version: await storesVersion(ctx, OfOneStore.parse({ store: id })) }),
);
