import { readBody } from "@/lib/web/body";
import { largestBody, receive } from "@/lib/webhooks/receive";

export const dynamic = "force-dynamic";

type Place = { params: Promise<{ platform: string; store: string }> };

/** A store's delivery. Refuses: a wrong signature (401), an unknown store (404), a body over 5 MB (413). */
export async function POST(request: Request, { params }: Place) {
  const { platform, store } = await params;
  const body = await readBody(request, largestBody);
  if (!body) return Response.json({ note: "The body is larger than 5 MB." }, { status: 413 });
  const headers = Object.fromEntries(request.headers);
  const answer = await receive(platform, store, { headers, body });
  return Response.json({ note: answer.note }, { status: answer.status });
}
