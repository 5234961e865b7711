import { importsVersion } from "@/lib/imports/imports";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }) => Response.json({ version: await importsVersion(ctx) }));
