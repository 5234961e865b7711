import { Failure } from "@/lib/errors";
import { errorFacts, log } from "@/lib/log";
import { hear } from "@/lib/tracking/hear";
import { Call } from "@/lib/tracking/inputs";
import { readBody } from "@/lib/web/body";
import { visitorOf } from "@/lib/web/visitor";

export const dynamic = "force-dynamic";

type Place = { params: Promise<{ snippet: string }> };

/**
 * What a browser tells of a visit: JSON whatever its type says, as beacons send it. Refuses: no such snippet (404), a
 * site that is not named (403), more than 32 kB (413), what is not a call (422), a flood (429). Answers 204 whoever is
 * named.
 */
export async function POST(request: Request, { params }: Place) {
  const origin = request.headers.get("origin");
  const told = (status: number, note?: string) =>
    new Response(note ? `${note}\n` : null, {
      status,
      headers: { "access-control-allow-origin": origin ?? "*", vary: "origin", "cache-control": "no-store" },
    });
  try {
    const body = await readBody(request, 32_000);
    if (!body) return told(413, "The body is larger than 32 kB.");
    const call = Call.safeParse(json(body));
    if (!call.success) return told(422, "This is not a call of the script.");
    await hear((await params).snippet, call.data, { ...visitorOf(request.headers), origin });
    return told(204);
  } catch (error) {
    if (error instanceof Failure) return told(error.status, error.message);
    log.error({ error: errorFacts(error) }, "a visit could not be taken in");
    return told(503, "This could not be done just now. Try again.");
  }
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
