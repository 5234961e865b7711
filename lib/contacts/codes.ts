/** Countries and languages as they are kept, by their codes. Imports nothing: each reading thread loads it. */

/** ISO 3166-1 alpha-2 codes that have a name in English, by their names. */
export const countryCodes: string[] = codes("region", ["ZZ", "EU", "EZ", "UN", "XA", "XB", "QO"]);

/** ISO 639-1 codes that have a name in English, by their names. */
export const languageCodes: string[] = codes("language", []);

/** "de" -> "German", "DE" -> "Germany"; what is no code stays as it is. */
export function nameIn(type: "language" | "region", code: string): string {
  try {
    return new Intl.DisplayNames("en", { type }).of(code.replace("_", "-")) ?? code;
  } catch {
    return code;
  }
}

function codes(type: "language" | "region", without: string[]): string[] {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const all = letters.flatMap((first) => letters.map((second) => first + second));
  const names = new Intl.DisplayNames("en", { type, fallback: "none" });
  const named = all.flatMap((pair) => {
    const code = type === "language" ? pair.toLowerCase() : pair;
    const name = without.includes(code) || canonical(type, code) !== code ? undefined : names.of(code);
    return name ? [{ code, name }] : [];
  });
  return named.sort((a, b) => a.name.localeCompare(b.name, "en")).map(({ code }) => code);
}

/** Old codes (BU for Burma) are not offered beside the new ones. */
function canonical(type: "language" | "region", code: string): string | undefined {
  const locale = new Intl.Locale(type === "language" ? code : `und-${code}`);
  return type === "language" ? locale.language : locale.region;
}
