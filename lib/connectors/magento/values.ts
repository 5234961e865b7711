/** Times, money and addresses as Magento writes them, the same in customers, orders and carts. */
import { addressIn, type Fields, fieldsIn, utcTime } from "@/lib/connectors/fields";
import type { Address } from "@/lib/connectors/types";

/** UTC, whole seconds, a space in between. Zero dates and nonsense: null. */
export const timeIn = (value: unknown): Date | null =>
  typeof value === "string" ? utcTime(value.replace(" ", "T")) : null;

export function readAddress(from: Fields): Address | undefined {
  const [line1, line2] = Array.isArray(from.street) ? from.street : [from.street];
  const region = typeof from.region === "string" ? from.region : fieldsIn(from.region).region;
  return addressIn({
    company: from.company,
    line1,
    line2,
    city: from.city,
    region,
    postcode: from.postcode,
    country: from.country_id,
  });
}

/** JSON numbers of at most four decimals, as Magento's tables hold them: written out, their binary tail cut off. */
export function money(value: unknown): string | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number) || Math.abs(number) >= 1e11) return undefined;
  return number.toFixed(4).replace(/\.?0+$/, "") || "0";
}
