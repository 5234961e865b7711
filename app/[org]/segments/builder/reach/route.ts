/** How many of those that are meant can be written to. */
import { z } from "zod";
import { reachOf } from "@/lib/segments/reach";
import { orgRoute } from "@/lib/web/api-route";
import { jsonFrom } from "../sent";

const Asked = z.object({ definition: z.unknown().optional() });

export const POST = orgRoute(async ({ ctx }, request) => {
  const { definition } = Asked.parse(await jsonFrom(request));
  return Response.json(definition === undefined ? null : await reachOf(ctx, { definition, signal: request.signal }));
});
