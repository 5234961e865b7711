import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Delivery, Verdict } from "@/lib/connectors/types";

/** base64 HMAC-SHA256 over the exact bytes, by the app's client secret. There are no pings. */
export function verify({ headers, body }: Delivery, secret: string): Verdict {
  const given = Buffer.from((headers["x-shopify-hmac-sha256"] ?? "").trim(), "base64");
  const expected = createHmac("sha256", secret).update(body).digest();
  return secret.trim() && given.length === expected.length && timingSafeEqual(given, expected) ? "genuine" : "forged";
}

/** A delivery keeps its id through all eight tries. One without is known by what it says. */
export function dedupeKey({ headers, body }: Delivery): string {
  const own = headers["x-shopify-webhook-id"]?.trim();
  const hash = createHash("sha256");
  return (own ? hash.update(own) : hash.update(`${headers["x-shopify-topic"] ?? ""}\n`).update(body)).digest("hex");
}

/** The shop that the delivery names. Not signed: a store's own secret, or the app's, vouches for the rest. */
export function storeOf({ headers }: Delivery): string | null {
  const shop = headers["x-shopify-shop-domain"]?.trim().toLowerCase() ?? "";
  return /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(shop) ? `https://${shop}` : null;
}

/**
 * The query of an answer to an authorization, signed in lower-case hexadecimal over its sorted parameters. Libraries
 * encode them in two ways, which differ for few values; repeated parameters are written as a list.
 */
export function isSigned(query: URLSearchParams, secret: string): boolean {
  const given = query.get("hmac") ?? "";
  return [formEncoded, barelyEncoded].some((encode) => {
    const expected = createHmac("sha256", secret).update(messageOf(query, encode)).digest("hex");
    return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
  });
}

function messageOf(query: URLSearchParams, encode: (name: string, value: string) => string): string {
  const names = [...new Set(query.keys())].filter((name) => name !== "hmac" && name !== "signature");
  const parameters = names.map((name): [string, string] =>
    name.endsWith("[]")
      ? [
          name.slice(0, -2),
          `[${query
            .getAll(name)
            .map((value) => `"${value}"`)
            .join(", ")}]`,
        ]
      : [name, query.get(name)!],
  );
  parameters.sort(([a], [b]) => (a < b ? -1 : 1));
  return parameters.map(([name, value]) => encode(name, value)).join("&");
}

const formEncoded = (name: string, value: string) => new URLSearchParams([[name, value]]).toString();

const barelyEncoded = (name: string, value: string) => {
  const plain = (text: string) => text.replaceAll("%", "%25").replaceAll("&", "%26");
  return `${plain(name).replaceAll("=", "%3D")}=${plain(value)}`;
};
