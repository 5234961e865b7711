/** Which parts of a file are still to come. */
import { OfImport } from "@/lib/imports/row";
import { missingParts } from "@/lib/imports/upload";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, _request, { id }) =>
  Response.json(await missingParts(ctx, OfImport.parse({ import: id }))),
);
