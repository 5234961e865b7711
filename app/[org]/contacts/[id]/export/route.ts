/** Everything held on one person, as a download: JSON, or with ?as=page something to read. */
import { ExportContact, exportContact } from "@/lib/contacts/export-one";
import { exportPage } from "@/lib/contacts/export-page";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, request, { id }) => {
  const exported = await exportContact(ctx, ExportContact.parse({ contact: id }));
  const page = new URL(request.url).searchParams.get("as") === "page";
  const [body, type, ending] = page
    ? [exportPage(exported), "text/html; charset=utf-8", "html"]
    : [JSON.stringify(exported, null, 2), "application/json; charset=utf-8", "json"];
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="contact-${exported.contact}.${ending}"`,
      "cache-control": "no-store",
      "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    },
  });
});
