import { readBody } from "@/lib/web/body";
import { largestBody, receiveForAll } from "@/lib/webhooks/receive";

export const dynamic = "force-dynamic";

type Place = { params: Promise<{ platform: string }> };

/** What a platform sends for all stores to one address. Refuses: a wrong signature (401), a body over 5 MB (413). */
export async function POST(request: Request, { params }: Place) {
  const { platform } = await params;
  const body = await readBody(request, largestBody);
  if (!body) return Response.json({ note: "The body is larger than 5 MB." }, { status: 413 });
  const answer = await receiveForAll(platform, { headers: Object.fromEntries(request.headers), body });
  return Response.json({ note: answer.note }, { status: answer.status });
}
