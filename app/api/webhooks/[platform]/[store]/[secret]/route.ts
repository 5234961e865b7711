import { readBody } from "@/lib/web/body";
import { isKnownSender, largestBody, receiveHint } from "@/lib/webhooks/receive";

export const dynamic = "force-dynamic";

type Place = { params: Promise<{ platform: string; store: string; secret: string }> };

/**
 * A hint from a sender that can sign nothing. Refuses: a wrong secret (401), an unknown store (404), a body over 5 MB
 * (413).
 */
export async function POST(request: Request, { params }: Place) {
  const { platform, store, secret } = await params;
  const body = await readBody(request, largestBody);
  if (!body) return Response.json({ note: "The body is larger than 5 MB." }, { status: 413 });
  const headers = Object.fromEntries(request.headers);
  const answer = await receiveHint(platform, store, secret, { headers, body });
  return Response.json({ note: answer.note }, { status: answer.status });
}

/** Adobe I/O Events asks once whether the address is ours to give, with a word that is to be said back. */
export async function GET(request: Request, { params }: Place) {
  const { platform, store, secret } = await params;
  const challenge = new URL(request.url).searchParams.get("challenge");
  if (!challenge || !(await isKnownSender(platform, store, secret))) {
    return Response.json({ note: "There is nothing here to read." }, { status: 404 });
  }
  return new Response(challenge, { headers: { "content-type": "text/plain", "x-content-type-options": "nosniff" } });
}
