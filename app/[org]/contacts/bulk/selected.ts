import { Selected } from "@/lib/bulk/selection";

/** A selection as it stands in an address: `contacts` once each, or `all` with the list's `query`. */
export function selectedOf(params: URLSearchParams): Selected {
  return Selected.parse({
    all: params.get("all") === "on",
    query: params.get("query") ?? "",
    contacts: params.getAll("contacts"),
  });
}

/** The other way. */
export function addressFor({ all, query, contacts }: Selected): string {
  const params = new URLSearchParams(all ? { all: "on", query } : contacts.map((id) => ["contacts", id]));
  return params.toString();
}
