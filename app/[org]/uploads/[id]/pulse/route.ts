import { importsVersion } from "@/lib/imports/imports";
import { OfImport } from "@/lib/imports/row";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, _request, { id }) =>
  Response.json({ version: await importsVersion(ctx, OfImport.parse({ import: id })) }),
);
