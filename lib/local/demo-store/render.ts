/** What the bodies of all records share. */
import type { Billing } from "@/lib/local/demo-store/records";
import type { ShopState } from "@/lib/local/demo-store/state";

export const money = (cents: number) => {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

export const links = (state: ShopState, path: string, id: number, exists = true) => ({
  self: [
    {
      href: `${state.home}/wp-json/wc/v3/${path}/${id}`,
      ...(exists ? { targetHints: { allow: ["GET", "POST", "PUT", "PATCH", "DELETE"] } } : {}),
    },
  ],
  collection: [{ href: `${state.home}/wp-json/wc/v3/${path}` }],
});

export const reach = ({ email, phone }: Billing) => ({ email, phone });
