import type { Column, Kind, suppressionReasons } from "./types";

/** An export of another tool, known by its header. */
export type Recognised = {
  tool: "Mailchimp" | "Klaviyo" | "Shopify" | "WooCommerce" | "Omnisend";
  /** As a merchant would say it: "Mailchimp, unsubscribed contacts". */
  what: string;
  kind: Kind;
  /** Of kind "suppressed". */
  reason: (typeof suppressionReasons)[number] | null;
  /** One for each column. */
  columns: Column[];
};

/** Null when the header is of none of them. */
export function recognise(_header: string[]): Recognised | null {
  return null;
}
