/** What stands beside or over the contacts list is said in the list's own address: a link opens it, Back closes it. */
import type { SearchParams } from "@/lib/contacts/directory/params";

/** `panel`: the profile beside the list. `subscriptions` and `tags`: a dialog over both. Public ids. */
const openings = ["panel", "subscriptions", "tags"] as const;
export type Open = Partial<Record<(typeof openings)[number], string>>;

/** The list's bare address, and what stands open there. */
export type Place = { list: string; open: Open };

/** What cannot be an id opens nothing. */
export function readOpen(params: SearchParams): Open {
  const named = openings.map((name) => [name, String(params[name])] as const);
  return Object.fromEntries(named.filter(([, id]) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)));
}

/** The list at `address` with this open. */
export function openAt(address: string, open: Open): string {
  const params = new URLSearchParams(open).toString();
  return params ? `${address}${address.includes("?") ? "&" : "?"}${params}` : address;
}

/** The panel stays when something opens over it. */
export const beside = ({ open }: Place): Open => (open.panel ? { panel: open.panel } : {});
