/** What is being built, said back: problems at their places, words, text, and how many people it means now. */
import { LookAt, lookAt } from "@/lib/segments/look";
import { previewSegment } from "@/lib/segments/members";
import { orgRoute } from "@/lib/web/api-route";
import { jsonFrom } from "../sent";

export const POST = orgRoute(async ({ ctx }, request) => {
  const look = await lookAt(ctx, LookAt.parse(await jsonFrom(request)));
  if (!look.sound) return Response.json({ ...look, preview: null });
  const begun = performance.now();
  const preview = await previewSegment(ctx, { definition: look.sound, signal: request.signal });
  return Response.json({ ...look, preview: { ...preview, ms: Math.round(performance.now() - begun) } });
});
