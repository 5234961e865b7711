import { Failure } from "@/lib/errors";
import { errorFacts, log } from "@/lib/log";
import { unsubscribeByOneClick } from "@/lib/preferences/choose";
import { readBody } from "@/lib/web/body";

export const dynamic = "force-dynamic";

type Place = { params: Promise<{ link: string }> };

const headers = { "cache-control": "no-store", "referrer-policy": "same-origin", "x-robots-tag": "noindex" };
const told = (status: number, note: string) => new Response(`${note}\n`, { status, headers });

/**
 * One click by RFC 8058: no cookie, no origin, no redirect. Refuses: a damaged link (404), a body without
 * List-Unsubscribe=One-Click (422) or over 10 kB (413).
 */
export async function POST(request: Request, { params }: Place) {
  try {
    const body = await readBody(request, 10_000);
    if (!body) return told(413, "The body is larger than 10 kB.");
    if (!(await isOneClick(request, body))) return told(422, "The body must be List-Unsubscribe=One-Click.");
    await unsubscribeByOneClick((await params).link);
    return told(200, "Unsubscribed.");
  } catch (error) {
    if (error instanceof Failure) return told(error.status, error.message);
    log.error({ error: errorFacts(error) }, "a one-click unsubscription could not be taken");
    return told(503, "This could not be done just now. Try again.");
  }
}

/** For programs that open the header's address in a browser: the page with the button. Changes nothing. */
export async function GET(_request: Request, { params }: Place) {
  const { link } = await params;
  return new Response(null, { status: 303, headers: { ...headers, location: `/u/${encodeURIComponent(link)}` } });
}

/** Form fields of either kind; what is neither is no one-click. */
async function isOneClick(request: Request, body: Buffer): Promise<boolean> {
  const type = request.headers.get("content-type") ?? "application/x-www-form-urlencoded";
  const form = new Response(new Uint8Array(body), { headers: { "content-type": type } });
  const fields = await form.formData().catch(() => null);
  return fields?.get("List-Unsubscribe") === "One-Click";
}
