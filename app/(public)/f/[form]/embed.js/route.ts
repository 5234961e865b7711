import { formById } from "@/lib/forms/shown";
import { embedScript } from "@/lib/forms/snippet";

export const dynamic = "force-dynamic";

const headers = {
  "content-type": "text/javascript; charset=utf-8",
  "cross-origin-resource-policy": "cross-origin",
  "cache-control": "public, max-age=3600",
  "x-content-type-options": "nosniff",
};

/** The script that puts a form into a merchant's page. 404 for no form. */
export async function GET(_request: Request, { params }: { params: Promise<{ form: string }> }) {
  const form = await formById((await params).form);
  if (!form)
    return new Response("// There is no such form.\n", {
      status: 404,
      headers: { ...headers, "cache-control": "no-store" },
    });
  return new Response(embedScript(form.publicId, form.title), { headers });
}
