import { visitScript } from "@/lib/tracking/script";
import { snippetById } from "@/lib/tracking/snippets";

export const dynamic = "force-dynamic";

const headers = {
  "content-type": "text/javascript; charset=utf-8",
  "cross-origin-resource-policy": "cross-origin",
  "cache-control": "public, max-age=600",
  "x-content-type-options": "nosniff",
};

/** The script of visits for a shop's pages. 404 for no snippet, or one that is switched off. */
export async function GET(_request: Request, { params }: { params: Promise<{ snippet: string }> }) {
  const snippet = await snippetById((await params).snippet);
  if (snippet) return new Response(visitScript(snippet.publicId, snippet.consent), { headers });
  const none = "// Visits are not told here, or not any more.\n";
  return new Response(none, { status: 404, headers: { ...headers, "cache-control": "no-store" } });
}
