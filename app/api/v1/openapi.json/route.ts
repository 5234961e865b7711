import { openApi } from "@/lib/api/openapi";

/** Open to anybody: it holds nothing of any organization, and programs fetch it. */
export const GET = () => Response.json(openApi(), { headers: { "access-control-allow-origin": "*" } });
