/**
 * The organization's part of the URL: lower-case Latin letters, digits and hyphens; never a word the app itself uses.
 */
import { randomBytes } from "node:crypto";

/**
 * Words that are, or may become, addresses of ours. tests/unit/slug.test.ts compares them with the folders of `app`.
 */
const reserved = new Set(
  (
    "_next about account accounts admin api app assets auth billing blog c campaigns contact dashboard demo developers docs error f favicon " +
    "forgot forms health help home inngest install invite login logout mail new not-found organization organizations p " +
    "preferences pricing privacy public reset robots security settings signin signout signup sitemap static status support terms track " +
    "u ui unsubscribe v verify webhooks www"
  ).split(" "),
);

export const isReserved = (slug: string) => reserved.has(slug);

/** What an organization's address looks like; everything else is not looked up at all. */
export const isSlug = (text: string) => /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/.test(text);

/** Candidates for this name, the prettiest first; the later ones carry chance and are practically free. */
export function* slugs(name: string): Generator<string> {
  const plain = plainOf(name);
  if (plain.length > 1 && !isReserved(plain)) {
    yield plain;
    yield `${plain}-2`;
    yield `${plain}-3`;
  }
  for (let round = 0; round < 5; round++) yield `${plain || "shop"}-${randomBytes(3).toString("hex")}`;
}

/** Letters that are no letter and a mark over it. */
const latin: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ł: "l",
  þ: "th",
};

/** At most 40 characters, and no word cut in two where there are several. */
function plainOf(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, (letter) => latin[letter] ?? "-")
    .replace(/-+/g, "-")
    .replace(/^-|-$/g, "");
  return words.length <= 40
    ? words
    : words
        .slice(0, 41)
        .replace(/-[^-]*$/, "")
        .slice(0, 40);
}
