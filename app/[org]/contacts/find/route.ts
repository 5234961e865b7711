/** Contacts for the command palette: the first few that match, by name and address. */
import { nameOf, originOf } from "@/app/ui/words";
import { listContacts } from "@/lib/contacts/directory";
import { readQuery } from "@/lib/contacts/directory/params";
import { orgRoute } from "@/lib/web/api-route";

export const GET = orgRoute(async ({ ctx }, request) => {
  const { query } = readQuery({ q: new URL(request.url).searchParams.get("q") ?? "" });
  if (!query.q) return Response.json([]);
  const { rows } = await listContacts(ctx, query, 8);
  return Response.json(
    rows.map((row) => ({
      id: row.id,
      title: nameOf(row),
      detail: [row.email ?? row.phone, originOf(row)].join(" · "),
    })),
  );
});
