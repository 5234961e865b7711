/** All rows that were not taken, with the reason as their last column, streamed. */
import { openRejects } from "@/lib/imports/rejects";
import { OfImport } from "@/lib/imports/row";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, _request, { id }) => {
  const { name, body } = await openRejects(ctx, OfImport.parse({ import: id }));
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "private, no-store",
    },
  });
});
