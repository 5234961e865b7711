/** Every endpoint of the API, and the one that a call means. */
import type { Endpoint } from "./endpoint";
import { contacts } from "./endpoints/contacts";
import { lists, tags } from "./endpoints/groups";
import { imports } from "./endpoints/imports";
import { events, orders, stores } from "./endpoints/records";
import { segments } from "./endpoints/segments";

export const endpoints: readonly Endpoint[] = [
  ...contacts,
  ...events,
  ...tags,
  ...lists,
  ...segments,
  ...imports,
  ...orders,
  ...stores,
];

export type Match = { endpoint: Endpoint; params: Record<string, string> };

/** The endpoint, or the methods that the address takes: none for an address that there is not. */
export function matching(method: string, path: readonly string[]): Match | { allowed: string[] } {
  const here = endpoints.flatMap((endpoint) => {
    const params = paramsOf(endpoint.path, path);
    return params ? [{ endpoint, params }] : [];
  });
  // "/contacts/find" is also a "/contacts/{contact}": the address without a parameter is meant.
  const fewest = Math.min(...here.map(({ params }) => Object.keys(params).length));
  const meant = here.filter(({ params }) => Object.keys(params).length === fewest);
  const found = meant.find(({ endpoint }) => endpoint.method === method);
  return found ?? { allowed: meant.map(({ endpoint }) => endpoint.method) };
}

function paramsOf(pattern: string, path: readonly string[]): Record<string, string> | null {
  const parts = pattern.slice(1).split("/");
  if (parts.length !== path.length) return null;
  const params: Record<string, string> = {};
  for (const [n, part] of parts.entries()) {
    const given = path[n]!;
    if (part.startsWith("{")) params[part.slice(1, -1)] = given;
    else if (part !== given) return null;
  }
  return params;
}
