/** An export's file, streamed part by part. */
import { openExport } from "@/lib/bulk/file";
import { OfBulk } from "@/lib/bulk/manage";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, _request, { id }) => {
  const { name, body } = await openExport(ctx, OfBulk.parse({ bulk: id }));
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
});
