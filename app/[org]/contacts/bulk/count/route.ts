/** The exact number of those a selection means, for the bar and its dialogs. */
import { countSelected } from "@/lib/bulk/selection";
import { orgRoute } from "@/lib/web/api-route";
import { selectedOf } from "../selected";

export const GET = orgRoute(async ({ ctx }, request) =>
  Response.json(await countSelected(ctx, selectedOf(new URL(request.url).searchParams))),
);
