/** Sites that a merchant names: where a form may be shown, from where visits may be told. */
import { z } from "zod";

/** Addresses apart by spaces, commas or lines; gives their origins, each once. */
export const Sites = z
  .string()
  .max(2_000, "Use at most 2000 characters.")
  .default("")
  .transform((typed, check) => {
    const origins = new Set<string>();
    for (const entry of typed.split(/[\s,]+/).filter(Boolean)) {
      const origin = originOf(entry);
      if (origin) origins.add(origin);
      else
        check.addIssue({
          code: "custom",
          message: `“${entry.slice(0, 60)}” is not a site's address, as in https://shop.example.`,
        });
    }
    if (origins.size > 20) check.addIssue({ code: "custom", message: "Name at most 20 sites." });
    return [...origins];
  });

/** "shop.example/page" -> "https://shop.example". Null for what cannot be a site. */
function originOf(entry: string): string | null {
  const address = /^https?:\/\//i.test(entry) ? entry : `https://${entry}`;
  if (!URL.canParse(address)) return null;
  const { origin, hostname } = new URL(address);
  return /^[\w.-]+$/.test(hostname) && (hostname.includes(".") || hostname === "localhost") ? origin : null;
}
