/** Times, money and addresses as Magento writes them, the same in customers, orders and carts. */
import { type Fields, fieldsIn, text, utcTime } from "@/lib/connectors/fields";
import type { Address } from "@/lib/connectors/types";

/** UTC, whole seconds, a space in between. Zero dates and nonsense: null. */
export const timeIn = (value: unknown): Date | null =>
  typeof value === "string" ? utcTime(value.replace(" ", "T")) : null;

export function readAddress(from: Fields): Address | undefined {
  const [line1, line2] = Array.isArray(from.street) ? from.street : [from.street];
  const region = typeof from.region === "string" ? from.region : fieldsIn(from.region).region;
  const country = text(from.country_id)?.toUpperCase();
  const address: Address = present({
    company: text(from.company),
    line1: text(line1),
    line2: text(line2),
    city: text(from.city),
    region: text(region),
    postcode: text(from.postcode),
    country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
  });
  return Object.keys(address).length > 0 ? address : undefined;
}

/** JSON numbers of at most four decimals, as Magento's tables hold them: written out, their binary tail cut off. */
export function money(value: unknown): string | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number) || Math.abs(number) >= 1e11) return undefined;
  return number.toFixed(4).replace(/\.?0+$/, "") || "0";
}

export function present<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
