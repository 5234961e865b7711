/** Countries and languages by their codes, and by their names in the languages of our merchants. */
import { countryCodes, languageCodes } from "@/lib/contacts/codes";
import { plainWord, tongues } from "./words";

/** Names that people write and CLDR does not have, and the alpha-3 codes that begin unlike their country. */
const otherNames = `US:usa,u.s.a.,u.s.,america,united states of america,the united states,vereinigte staaten von amerika,etats unis d amerique,estados unidos de america,eua,eeuu,ee uu,сша,美國,アメリカ
GB:uk,u.k.,great britain,england,scotland,wales,northern ireland,britain,gbr,grossbritannien,england uk,grande bretagne,angleterre,gran bretana,inglaterra,inghilterra,engeland,anglia,イギリス,英国,英國,великобритания,англия
DE:d,brd,bundesrepublik deutschland,federal republic of germany,deu,ger,allemagne federale
AT:a,aut,österreich,austria|CH:che,suisse,schweiz,svizzera,swiss|NL:nld,holland,the netherlands,hollande,holanda,olanda|FR:fra|ES:esp|IT:ita|PT:prt|BE:bel|PL:pol|SE:swe|DK:dnk|NO:nor|FI:fin|IE:irl,republic of ireland,eire
CZ:cze,czech republic,tschechische republik,republique tcheque,republica checa,repubblica ceca,ceska republika|SK:svk|SI:svn|RS:srb|UA:ukr|RU:rus,russian federation,российская федерация,рф|TR:tur,turkey,türkei,turkiye|GR:grc,hellas|RO:rou|HU:hun
CA:can|MX:mex|BR:bra,brasil|AR:arg|CL:chl|CO:col|AU:aus|NZ:nzl|JP:jpn|CN:chn,prc,中华人民共和国,people s republic of china,mainland china|HK:hkg,hong kong|MO:mac,macao|TW:twn,taiwan|KR:kor,south korea,republic of korea,korea|IN:ind|SG:sgp|ID:idn
MY:mys|TH:tha|VN:vnm,viet nam|PH:phl|ZA:zaf|IL:isr|AE:are,uae,u.a.e.|SA:sau|EG:egy|MA:mar|NG:nga|KE:ken|EE:est|LV:lva|LT:ltu|HR:hrv|BG:bgr|LU:lux|IS:isl|MT:mlt|CY:cyp|UY:ury|PY:pry|PE:per|VE:ven|EC:ecu|PK:pak|BD:bgd|KZ:kaz|CI:ivory coast|MK:macedonia|GE:geo,georgia`;

let byName: { country: Map<string, string>; language: Map<string, string> } | undefined;

/** ISO 3166-1 alpha-2 of a code or a name; null when we know no such country. */
export function readCountry(text: string): string | null {
  return names().country.get(text.toLowerCase()) ?? names().country.get(plainWord(text)) ?? null;
}

/**
 * A language as BCP 47 writes it, of a code of two or three letters, also with a region, or of a name; null when
 * unknown.
 */
export function readLanguage(text: string): string | null {
  const named = names().language.get(text.toLowerCase()) ?? names().language.get(plainWord(text));
  if (named) return named;
  if (!/^[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|\d{3}))?$/.test(text)) return null;
  const tag = canonical(text.replaceAll("_", "-"));
  return tag && names().language.has(tag.split("-")[0]!.toLowerCase()) ? tag : null;
}

function canonical(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

function names() {
  if (byName) return byName;
  byName = { country: named("region", countryCodes), language: named("language", languageCodes) };
  for (const entry of otherNames.split(/[\n|]/)) {
    const [code, words = ""] = entry.split(":");
    for (const word of words.split(",")) byName.country.set(plainWord(word), code!).set(word, code!);
  }
  return byName;
}

function named(type: "region" | "language", codes: string[]): Map<string, string> {
  const found = new Map<string, string>();
  const all = tongues.map((tongue) => new Intl.DisplayNames(tongue, { type, fallback: "none" }));
  for (const code of codes) {
    for (const tongue of all) {
      const name = tongue.of(code);
      if (!name) continue;
      // The first language that has a word keeps it.
      for (const word of [name.toLowerCase(), plainWord(name)]) if (!found.has(word)) found.set(word, code);
    }
  }
  for (const code of codes) found.set(code.toLowerCase(), code);
  return found;
}
