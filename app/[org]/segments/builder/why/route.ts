/** Why one contact is in what is being built, or is not: what each part of it says, by its place. */
import { z } from "zod";
import { verdictsByPlace, why } from "@/lib/segments/why";
import { orgRoute } from "@/lib/web/api-route";
import { jsonFrom } from "../sent";

const Asked = z.object({ contact: z.uuid().optional(), definition: z.unknown().optional() });

export const POST = orgRoute(async ({ ctx }, request) => {
  const { contact, definition } = Asked.parse(await jsonFrom(request));
  if (!contact) return Response.json(null);
  const found = await why(ctx, { contact, definition });
  return Response.json({ holds: found.holds, excluded: found.excluded, verdicts: verdictsByPlace(found) });
});
