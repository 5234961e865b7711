/** The recorded deliveries of a real WooCommerce 11.0.1 store, in the order they came. */
import { readdirSync, readFileSync } from "node:fs";
import type { Delivery } from "@/lib/connectors/types";

export type Recording = Delivery & { name: string; secret: string; step: string };

type Raw = { headers: [string, string][]; body_base64: string; secret_used: string | null; note: { step: string } };

const folder = new URL("../fixtures/woocommerce/deliveries/", import.meta.url);

export function recordings(): Recording[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const raw = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Raw;
      const headers = Object.fromEntries(raw.headers.map(([key, value]) => [key.toLowerCase(), value]));
      const body = Buffer.from(raw.body_base64, "base64");
      return { name, headers, body, secret: raw.secret_used ?? "", step: raw.note.step };
    });
}
