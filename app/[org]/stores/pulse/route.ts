/** Tells an open list of stores, or the start page, whether it is still true. */
import { storesVersion } from "@/lib/home";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }) => Response.json({ version: await storesVersion(ctx) }));
