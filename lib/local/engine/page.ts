/** The engine's one page. It is read at each request, so that nothing is built and nothing is cached. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";

/** The page with its headers: only its own script may run, and no other site may frame it. */
export async function page(): Promise<{ status: number; html: string; headers: Record<string, string> }> {
  const nonce = randomBytes(16).toString("base64");
  const text = await readFile(new URL("./page.html", import.meta.url), "utf8");
  const policy = `default-src 'none'; connect-src 'self'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
  return { status: 200, html: text.replaceAll("NONCE", nonce), headers: { "content-security-policy": policy } };
}
