import { segmentsVersion } from "@/lib/segments/runs";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }) => Response.json({ version: await segmentsVersion(ctx, {}) }));
