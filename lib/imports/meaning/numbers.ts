/** Amounts as people write them, kept as exact decimals. */

/** "1.234,50 €" with "," is "1234.50"; null when it is no number. Signs of currencies and spaces are dropped. */
export function readNumber(text: string, decimals: "." | ","): string | null {
  if (decimals === "." && /^[1-9]\d{0,20}(\.\d{1,20})?$/.test(text)) return text;
  const bare = text
    .replace(currencies, "")
    .replace(/[\s\u00a0\u202f'’]|\p{Sc}|^[A-Za-z]{3}(?=[\s\d-])|(?<=\d\s?)[A-Za-z]{3}$/gu, "");
  const negative = /^-|-$|^\(.*\)$/.test(bare);
  const digits = bare.replace(/^[-+(]|[-)]$/g, "");
  const grouped =
    decimals === "." ? /^\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?$|^\d*(\.\d+)?$/ : /^\d{1,3}(\.\d{3})*(,\d+)?$|^\d*(,\d+)?$/;
  if (digits === "" || digits.length > 40 || !grouped.test(digits)) return null;
  const [whole = "", fraction] =
    decimals === "." ? digits.replaceAll(",", "").split(".") : digits.replaceAll(".", "").split(",");
  const number = `${whole.replace(/^0+(?=\d)/, "") || "0"}${fraction ? `.${fraction}` : ""}`;
  return negative && /[1-9]/.test(number) ? `-${number}` : number;
}

/** Those without a sign or a code of three letters. */
const currencies = /^(?:R\$|Rs\.?|kr\.?)(?=\s?-?\d)|(?<=\d\s?)(?:kr\.?|zł|Kč|Ft|lei|TL|руб\.?|грн\.?)$/iu;

/** What stands before the decimals of a column; null when most cells are no numbers. A point where nothing decides. */
export function guessDecimals(cells: string[]): { decimals: "." | ","; share: number } | null {
  const filled = cells.filter((cell) => cell.trim() !== "");
  const share = (decimals: "." | ",") =>
    filled.filter((cell) => readNumber(cell.trim(), decimals) !== null).length / filled.length;
  const [point, comma] = [share("."), share(",")];
  if (filled.length === 0 || Math.max(point, comma) < 0.8) return null;
  const decides =
    filled.some((cell) => /,\d{1,2}\D*$/.test(cell)) && !filled.some((cell) => /\.\d{1,2}\D*$/.test(cell));
  const decimals = comma > point || (comma === point && decides) ? "," : ".";
  return { decimals, share: decimals === "," ? comma : point };
}
