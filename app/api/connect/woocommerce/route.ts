import { Failure } from "@/lib/errors";
import { errorFacts, log } from "@/lib/log";
import { finishConnect } from "@/lib/stores/connect";
import { readBody } from "@/lib/web/body";

export const dynamic = "force-dynamic";

/** Where a store's authorise page posts its keys. Refuses: not that answer (422), an unknown or used state (404). */
export async function POST(request: Request) {
  try {
    const body = await readBody(request, 10_000);
    await finishConnect(JSON.parse(body?.toString("utf8") ?? ""));
    return Response.json({ note: "Connected." });
  } catch (error) {
    if (error instanceof SyntaxError) return Response.json({ note: "This is not JSON." }, { status: 422 });
    if (error instanceof Failure) return Response.json({ note: error.message }, { status: error.status });
    log.error({ error: errorFacts(error) }, "a store's answer could not be taken");
    return Response.json({ note: "The store could not be connected. Try again." }, { status: 503 });
  }
}
