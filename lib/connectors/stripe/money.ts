/**
 * Stripe's amounts are whole numbers of a currency's smallest unit. The lists are Stripe's, from its documents; all
 * others have two decimals, also where the currency itself has none (ISK, UGX).
 */
const none = new Set("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split(" "));
const three = new Set("BHD JOD KWD OMR TND".split(" "));

/** "6390", "eur" → "63.90"; exact, by moving the point in the text. Undefined for what is not a whole number. */
export function fromMinorUnits(units: unknown, currency: string): string | undefined {
  if (typeof units === "number" ? !Number.isSafeInteger(units) : !/^-?\d{1,20}$/.test(String(units))) return undefined;
  const decimals = none.has(currency) ? 0 : three.has(currency) ? 3 : 2;
  const sign = String(units).startsWith("-") ? "-" : "";
  const digits = String(units)
    .replace("-", "")
    .padStart(decimals + 1, "0");
  const point = digits.length - decimals;
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
