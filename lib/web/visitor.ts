import { headers } from "next/headers";
import type { Visitor } from "../accounts";

/** Who sends this request. The address is the one the nearest proxy (or Next itself) saw: the last of the list. */
export async function currentVisitor(): Promise<Visitor> {
  return visitorOf(await headers());
}

export function visitorOf(sent: Pick<Headers, "get">): Visitor {
  const ip = sent.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
  return { ip, userAgent: sent.get("user-agent") };
}

/** Where to go after log-in: a path of this app and nothing else, so that a link cannot send people elsewhere. */
export function safePath(next: unknown): string | null {
  if (typeof next !== "string" || !/^\/(?![/\\])/.test(next)) return null;
  try {
    const url = new URL(next, "http://here");
    // What leads back ("/a/..//elsewhere") is gone from the path only now, and may leave two slashes at its head.
    return url.host === "here" && !url.pathname.startsWith("//") ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}
