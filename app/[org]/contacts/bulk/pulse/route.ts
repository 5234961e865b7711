/** Tells an open list of bulk actions, or the contacts page while one runs, whether it is still true. */
import { bulkVersion } from "@/lib/bulk/show";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }) => Response.json({ version: await bulkVersion(ctx) }));
