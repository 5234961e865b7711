/** Tells an open profile whether it is still true. */
import { contactVersion, ShowContact } from "@/lib/contacts/profile";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, _request, { id }) => {
  return Response.json({ version: await contactVersion(ctx, ShowContact.parse({ contact: id })) });
});
