import { getCountries } from "libphonenumber-js/min";

/** Codes and English names of all countries that have telephone numbers, by name. */
export function countryNames(): { code: string; name: string }[] {
  const names = new Intl.DisplayNames("en", { type: "region" });
  return getCountries()
    .map((code) => ({ code: code as string, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}
