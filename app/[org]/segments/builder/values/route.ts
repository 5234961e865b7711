/** Values for a picker, from the merchant's own data: those that hold what was typed. */
import { OfferValues, offerValues } from "@/lib/segments/catalogue/values";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, request) => {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  if (!asked.field) return Response.json([]);
  return Response.json(await offerValues(ctx, OfferValues.parse(asked)));
});
