/** Which language somebody reads, and what is said in it. No page stays empty: what is not known is said in English. */
import { de } from "./de";
import { es } from "./es";
import { fr } from "./fr";
import { it } from "./it";
import { nl } from "./nl";
import { pl } from "./pl";
import { pt } from "./pt";
import { type Dictionary, type Sentence, sentences } from "./words";

export type { Sentence } from "./words";

export const dictionaries = { de, es, fr, it, nl, pl, pt } satisfies Record<string, Dictionary>;

export type Language = "en" | keyof typeof dictionaries;

/** `known` is what the store tells of the person ("de", "de_AT"); `accepted` the browser's Accept-Language. */
export function languageOf(known: string | null | undefined, accepted: string | null | undefined): Language {
  return [known ?? "", ...preferred(accepted ?? "")].flatMap((tag) => spoken(tag) ?? [])[0] ?? "en";
}

/** The tags of Accept-Language, the dearest first (RFC 9110, 12.5.4). */
function preferred(accepted: string): string[] {
  const tags = accepted.slice(0, 500).split(",");
  const weighed = tags.map((part) => {
    const [tag = "", ...rest] = part.split(";").map((text) => text.trim());
    const q = rest.find((text) => text.startsWith("q="))?.slice(2);
    return { tag, weight: q === undefined ? 1 : Number(q) || 0 };
  });
  return weighed
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

function spoken(tag: string): Language | null {
  const language = tag.toLowerCase().split(/[-_]/)[0] ?? "";
  return language === "en" || Object.hasOwn(dictionaries, language) ? (language as Language) : null;
}

export type Values = Record<string, string | number>;

/** The sentence in this language, `{name}` filled in. */
export function say(language: Language, sentence: Sentence, values: Values = {}): string {
  return pattern(language, sentence).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** The same with its places still open. */
export const pattern = (language: Language, sentence: Sentence): string =>
  language === "en" ? sentence : dictionaries[language][sentence];

/** A message as the verbs give it, in this language; one that has no words of its own stays as it is. */
export function translated(language: Language, message: string): string {
  for (const sentence of sentences) {
    const values = valuesIn(sentence, message);
    if (values) return say(language, sentence, values);
  }
  return message;
}

function valuesIn(sentence: Sentence, message: string): Values | null {
  if (!sentence.includes("{")) return sentence === message ? {} : null;
  const source = sentence.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? `(?<${part}>.+?)` : literally(part)));
  const found = new RegExp(`^${source.join("")}$`, "s").exec(message);
  return found ? { ...found.groups } : null;
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
