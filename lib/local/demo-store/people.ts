/**
 * Invents people: names of several languages, addresses that fit, emails at example domains. Same seed, same people.
 */
import { type Land, lands } from "@/lib/local/demo-store/lands";
import { type Billing, emptyPlace } from "@/lib/local/demo-store/records";

export type Random = () => number;

/** Mulberry32: small, fast, the same numbers on every machine. */
export function randomFrom(seed: string): Random {
  let state = 2166136261;
  for (const letter of seed) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
export const chance = (random: Random, share: number) => random() < share;

const totalWeight = lands.reduce((sum, land) => sum + land.weight, 0);

function pickLand(random: Random): Land {
  let left = random() * totalWeight;
  for (const land of lands) {
    left -= land.weight;
    if (left < 0) return land;
  }
  return lands[0]!;
}

/** One person with a full billing address. `number` makes the email unique; a phone for six of ten. */
export function inventPerson(random: Random, number: number): Billing {
  const land = pickLand(random);
  const [first = "", latinFirst = first] = pick(random, land.first).split(":");
  const [last = "", latinLast = last] = pick(random, land.last).split(":");
  const [city, postcode] = pick(random, land.cities);
  const digits = () => String(Math.floor(random() * 10_000_000)).padStart(7, "0");
  return {
    ...emptyPlace(),
    first_name: first,
    last_name: last,
    company: chance(random, 0.05) ? `${last} & Co.` : "",
    address_1: `${pick(random, land.streets)} ${1 + Math.floor(random() * 120)}`,
    city,
    postcode,
    country: land.country,
    phone: chance(random, 0.6) ? land.phone(digits) : "",
    email: inventEmail(random, latinFirst, latinLast, number),
  };
}

const domains = ["example.com", "example.org", "example.net", "mail.example", "post.example"];

/** Some people write capital letters, some use a +tag: both are one address with its plain form for most receivers. */
function inventEmail(random: Random, first: string, last: string, number: number) {
  const plain = (name: string) => {
    const ascii = name.normalize("NFKD").replaceAll("ß", "ss").replaceAll("Ł", "L").replaceAll("ł", "l");
    return ascii.replace(/[^A-Za-z]/g, "");
  };
  const name = `${plain(first)}.${plain(last)}`;
  const written = chance(random, 0.08) ? name : name.toLowerCase();
  const tag = chance(random, 0.04) ? `+${pick(random, ["shop", "candles", "news"])}` : "";
  return `${written}${number}${tag}@${pick(random, domains)}`;
}
