/** An example of each dimension in the text of conditions: for the API's documents and an empty line of the builder. */
import type { Field } from "./field";

const id = "0198c5f0-0000-7000-8000-000000000001";

/** Text that lib/segments/text-parse.ts reads. */
export function exampleOf(field: Field): string {
  return `${field.family === "own" ? `own #${JSON.stringify(field.key.slice(4))}` : field.key} ${askedOf(field)}`;
}

function askedOf(field: Field): string {
  switch (field.type) {
    case "text":
      return `is ${JSON.stringify(texts[field.key] ?? "Gold")}`;
    case "number":
      return `>= ${field.key.startsWith("rfm") ? 4 : 2}`;
    case "money":
      return ">= 100.00";
    case "date":
      return field.counted === "day" ? "anniversary in the next 7 days" : "in the last 30 days";
    case "choice":
      return `is any of (${JSON.stringify(field.choices[0]!.value)})`;
    case "members":
      return `any of (${memberOf(field)})`;
    case "flag":
      return "yes";
    case "events":
      return "at least 2 times in the last 90 days";
    case "share":
      return "within 0 to 10 of draw 1";
    case "search":
      return 'matches "mira holt"';
  }
}

function memberOf({ named, choices }: Extract<Field, { type: "members" }>): string {
  if (choices) return JSON.stringify(choices[0]!.value);
  if (named === "word") return '"SPRING"';
  return `#"${named === "product" || named === "variant" ? `${id}:42` : id}"`;
}

const texts: Record<string, string> = {
  email: "mira@example.org",
  "email-domain": "example.org",
  phone: "+4915112345678",
  "push-id": "3f1c",
  "first-name": "Mira",
  "last-name": "Holt",
  gender: "female",
  language: "de",
  company: "North Candles",
  "address-line-1": "Kastanienallee 1",
  "address-line-2": "2nd floor",
  city: "Berlin",
  region: "BE",
  postcode: "10435",
  country: "DE",
};
