/** The file of an export: RFC 4180, UTF-8, one line per contact; no cell is a formula to a spreadsheet. */
import { plainMoney } from "@/lib/format";

export type Exported = {
  id: string;
  email: string | null;
  firstName: string;
  lastName: string;
  phone: string | null;
  pushId: string | null;
  emailConsent: string;
  emailConsentAt: string | null;
  smsConsent: string;
  smsConsentAt: string | null;
  pushConsent: string;
  pushConsentAt: string | null;
  suppressed: string | null;
  disabledAt: string | null;
  excludedAt: string | null;
  active: boolean;
  storeName: string;
  platform: string;
  source: string;
  specialTags: string[];
  tags: string[];
  lists: string[];
  segments: string[];
  spent: string;
  currency: string;
  orders: number;
  lastInteractionAt: string | null;
  birthday: string | null;
  gender: string | null;
  language: string | null;
  company: string | null;
  line1: string | null;
  line2: string | null;
  postcode: string | null;
  city: string | null;
  region: string | null;
  country: string | null;
  createdAt: string;
  /** Of the merchant's own fields, by their inner ids. */
  own: Record<string, string | number | boolean>;
};

/** A field of the merchant's own as a column, by its inner id. */
export type OwnColumn = { id: string; name: string };

/** `title` names the clock of its moments; `value` gives the cell as it is written. */
type Column = { title: (zone: string) => string; value: (row: Exported) => string };

type Field = string | number | boolean | string[] | null;

const text = (title: string, field: (row: Exported) => Field): Column => ({
  title: () => cell(title),
  value: (row) => cell(written(field(row))),
});

/** What we make ourselves and is a number: "+4917…" and "-5.00" stay as they are. */
const figure = (title: string, field: (row: Exported) => Field): Column => ({
  title: () => cell(title),
  value: (row) => (/^[+-]?\d+(\.\d+)?$/.test(written(field(row))) ? written(field(row)) : cell(written(field(row)))),
});

const moment = (title: string, field: (row: Exported) => string | null): Column => ({
  title: (zone) => cell(`${title} (${zone})`),
  value: (row) => field(row) ?? "",
});

/** The merchant's own fields come last but the id, by which a line is taken out when somebody is erased. */
export function columnsWith(fields: OwnColumn[]): Column[] {
  const taken = new Set([...columns, id].map(({ title }) => title("")));
  const own = fields.map(({ id, name }) => {
    const title = taken.has(cell(name)) ? `${name} (own field)` : name;
    return figure(title, (row) => row.own[id] ?? null);
  });
  return [...columns, ...own, id];
}

const columns: Column[] = [
  text("Email", (row) => row.email),
  text("First name", (row) => row.firstName),
  text("Last name", (row) => row.lastName),
  figure("Phone", (row) => row.phone),
  text("Push id", (row) => row.pushId),
  text("Email status", (row) => row.emailConsent),
  moment("Email status since", (row) => row.emailConsentAt),
  text("SMS status", (row) => row.smsConsent),
  moment("SMS status since", (row) => row.smsConsentAt),
  text("Push status", (row) => row.pushConsent),
  moment("Push status since", (row) => row.pushConsentAt),
  text("Suppressed", (row) => row.suppressed),
  moment("Disabled", (row) => row.disabledAt),
  moment("Excluded", (row) => row.excludedAt),
  text("Activity", (row) => (row.active ? "active" : "inactive")),
  text("Store", (row) => row.storeName),
  text("Platform", (row) => row.platform),
  text("Source", (row) => row.source),
  text("Special tags", (row) => row.specialTags),
  text("Tags", (row) => row.tags),
  text("Lists", (row) => row.lists),
  text("Segments", (row) => row.segments),
  figure("Total spent", (row) => plainMoney(row.spent, row.currency)),
  text("Currency", (row) => row.currency),
  figure("Orders", (row) => row.orders),
  moment("Last interaction", (row) => row.lastInteractionAt),
  text("Birthday", (row) => row.birthday),
  text("Gender", (row) => row.gender),
  text("Language", (row) => row.language),
  text("Company", (row) => row.company),
  text("Address line 1", (row) => row.line1),
  text("Address line 2", (row) => row.line2),
  text("Postcode", (row) => row.postcode),
  text("City", (row) => row.city),
  text("Region", (row) => row.region),
  text("Country", (row) => row.country),
  moment("Created", (row) => row.createdAt),
];

const id = text("Id", (row) => row.id);

export const csvLine = (cells: string[]) => `${cells.join(",")}\r\n`;

/** A cell as a spreadsheet and a parser read it back; what would begin a formula gets an apostrophe (OWASP). */
export function cell(text: string): string {
  const tame = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) || tame !== tame.trim() ? `"${tame.replaceAll('"', '""')}"` : tame;
}

const written = (field: Field) => (Array.isArray(field) ? field.join("; ") : String(field ?? ""));
