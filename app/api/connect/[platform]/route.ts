import { Failure } from "@/lib/errors";
import { finishApproval } from "@/lib/stores/approve";
import { requireUser } from "@/lib/web/session";

export const dynamic = "force-dynamic";

type Place = { params: Promise<{ platform: string }> };

/**
 * Where a platform's own page sends a merchant back to. Goes on to the store, or to the page that says why there is
 * none. Refuses: a state that is unknown, used, too old or another person's (404).
 */
export async function GET(request: Request, { params }: Place) {
  const { platform } = await params;
  const { pathname, search, searchParams } = new URL(request.url);
  const me = await requireUser(`${pathname}${search}`);
  try {
    const { org, state, store } = await finishApproval(me, platform, searchParams);
    const next = store ? `/${org}/stores/${store}` : `/${org}/stores/connected?attempt=${encodeURIComponent(state)}`;
    return new Response(null, { status: 303, headers: { location: next } });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return Response.json({ note: error.message }, { status: error.status });
  }
}
