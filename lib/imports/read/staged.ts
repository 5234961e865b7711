/** A contact as one line of COPY in text format. The columns are written once, here. */
import type { Reason, Row } from "../meaning/types";

type Cell = (row: Row, line: number) => string;
type Written = { type: string; cell: Cell };

/** What COPY reads as null. */
const none = "\\N";

const text = (value: (row: Row) => string | null): Written => ({
  type: "text",
  cell: (row) => escaped(value(row)),
});

/** What we wrote ourselves and needs no escape. */
const tame = (type: string, value: (row: Row) => string | null): Written => ({
  type,
  cell: (row) => value(row) ?? none,
});

const texts = (value: (row: Row) => string[]): Written => ({
  type: "text[]",
  cell: (row) => arrayOf(value(row)),
});

const json = (value: (row: Row) => object | null): Written => ({
  type: "jsonb",
  cell: (row) => {
    const given = value(row);
    return given === null ? none : escaped(JSON.stringify(given));
  },
});

const columns = {
  line: { type: "int", cell: (_row, line) => String(line) } satisfies Written as Written,
  email: text((row) => row.email),
  email_typed: text((row) => row.emailTyped),
  phone: tame("text", (row) => row.phone),
  push_id: text((row) => row.pushId),
  external_id: text((row) => row.externalId),
  first_name: text((row) => row.firstName),
  last_name: text((row) => row.lastName),
  birthday: tame("date", (row) => row.birthday),
  gender: text((row) => row.gender),
  language: text((row) => row.language),
  company: text((row) => row.company),
  line1: text((row) => row.line1),
  line2: text((row) => row.line2),
  postcode: text((row) => row.postcode),
  city: text((row) => row.city),
  region: text((row) => row.region),
  country: tame("text", (row) => row.country),
  created_at: tame("timestamptz", (row) => row.createdAt),
  opt_in_at: tame("timestamptz", (row) => row.optInAt),
  opt_out_at: tame("timestamptz", (row) => row.optOutAt),
  email_consent: tame("text", (row) => row.emailConsent),
  sms_consent: tame("text", (row) => row.smsConsent),
  suppressed: tame("text", (row) => row.suppressed),
  tags: texts((row) => row.tags),
  lists: texts((row) => row.lists),
  custom: json((row) => row.custom),
  hint: text((row) => row.hint),
  flags: texts((row) => row.flags),
  left_out: json((row) => (row.leftOut.length > 0 ? row.leftOut : null)),
};

/** The columns of Contacts.contacts, in their order, with the types they are written for. */
export const stagedColumns = typesOf(columns);

/** The columns of Contacts.rejected. `cells` is a JSON array of the whole row; `column_index` counts from 0. */
export const rejectedColumns = { line: "int", column_index: "int", reason: "text", cells: "jsonb" } as const;

const cells = Object.values(columns).map(({ cell }) => cell);

export function contactLine(row: Row, line: number): string {
  let written = cells[0]!(row, line);
  for (let index = 1; index < cells.length; index++) written += `\t${cells[index]!(row, line)}`;
  return `${written}\n`;
}

export function rejectedLine(row: { line: number; column: number | null; reason: Reason; cells: string[] }): string {
  // Neither Postgres' text nor its jsonb can hold a NUL or half a letter.
  const given = JSON.stringify(row.cells.map((cell) => cell.replaceAll("\0", "").toWellFormed()));
  return `${row.line}\t${row.column ?? none}\t${row.reason}\t${escaped(given)}\n`;
}

function escaped(value: string | null): string {
  if (value === null) return none;
  return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (sign) => escapes[sign]!) : value;
}

const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function arrayOf(values: string[]): string {
  if (values.length === 0) return "{}";
  return escaped(`{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`);
}

function typesOf<K extends string>(written: Record<K, Written>): Record<K, string> {
  return Object.fromEntries(Object.entries<Written>(written).map(([name, { type }]) => [name, type])) as Record<
    K,
    string
  >;
}
