import { segmentsVersion } from "@/lib/segments/runs";
import { OneSegment } from "@/lib/segments/segments";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, _request, { id }) =>
  Response.json({ version: await segmentsVersion(ctx, OneSegment.parse({ segment: id })) }),
);
