/** A mapping compiled once to what every row goes through. Nothing here knows of a database or of other rows. */
import { normalizeEmail } from "@/lib/contacts/identity";
import { isRole, mailboxOf } from "./mailbox";
import { readers } from "./readers";
import { bare, isNothing } from "./text";
import type { Column, Field, Judged, Meaning, Reason, Row } from "./types";

/** Reads a cell into the row, or says why it cannot. `text` is not empty. */
export type Read = (text: string, row: Row) => Reason | undefined;

type Step = { column: number; field: Field; words: Column["words"]; read: Read };

/** Compiles a meaning to one function from a row's cells to a contact, or to why it is none. It keeps no state. */
export function plan(meaning: Meaning): (cells: string[]) => Judged {
  const steps = stepsOf(meaning);
  const finish = finisher(meaning);
  return (cells) => {
    const row = newRow();
    let filled = false;
    for (const { column, field, words, read } of steps) {
      const text = bare(cells[column] ?? "");
      if (text === "" || (isNothing(text) && !isWord(text, field, words))) continue;
      filled = true;
      const wrong = read(text, row);
      const reason = wrong && again(text, row, read, wrong);
      if (!reason) continue;
      if (meaning.unreadable === "reject" || decisive.has(field)) return { reject: { column, reason } };
      row.leftOut = [...row.leftOut, { column, reason }];
    }
    return filled ? finish(row) : { reject: { column: null, reason: "empty" } };
  };
}

/** There are people called Null, NA is Namibia, and a consent may have been refused by "None". */
const isWord = (text: string, field: Field, words: Column["words"]) =>
  field === "lastName" ||
  field === "firstName" ||
  (field === "country" && text === "NA") ||
  (words !== undefined && Object.hasOwn(words, text.toLowerCase()));

/** What was copied from a page or an address book may hold signs that nobody sees. `reason`: why it was not read. */
function again(text: string, row: Row, read: Read, reason: Reason): Reason | undefined {
  const plain = text.replace(unseen, "").trim();
  if (plain === text) return reason;
  return plain === "" ? undefined : read(plain, row);
}

const unseen = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

/** Who it is and what was agreed to is never left out silently. */
const decisive = new Set<Field>(["email", "emailConsent", "smsConsent", "optInAt", "optOutAt"]);

/** A row's country is read before its phone number. */
function stepsOf(meaning: Meaning): Step[] {
  const steps = meaning.columns.flatMap((column, index) =>
    column.field === "ignore"
      ? []
      : [{ column: index, field: column.field, words: column.words, read: readerOf(column, meaning) }],
  );
  return [...steps.filter(({ field }) => field === "country"), ...steps.filter(({ field }) => field !== "country")];
}

function readerOf(column: Column, meaning: Meaning): Read {
  return column.field === "email" ? readEmail : readers(column, meaning);
}

function readEmail(typed: string, row: Row): Reason | undefined {
  if (row.email !== null) return undefined;
  const text = typed.includes("<") || typed.includes(":") ? inBrackets(typed) : typed;
  const email = normalizeEmail(text);
  if (!email) return /@.*[,;\s]+.*@/.test(text) ? "two-emails" : "email";
  row.email = email;
  row.emailTyped = text;
  const { domain, disposable } = mailboxOf(email.slice(email.indexOf("@") + 1));
  if (domain) row.hint = email.slice(0, email.indexOf("@") + 1) + domain;
  const role = isRole(email);
  if (disposable && !domain) row.flags = role ? ["role", "disposable"] : ["disposable"];
  else if (role) row.flags = ["role"];
  return undefined;
}

/** Mira Holt <mira@example.com> and mailto:mira@example.com, as a link may go on behind a question mark. */
const inBrackets = (text: string) =>
  (/<([^<>]+)>$/.exec(text)?.[1] ?? text).replace(/^mailto:([^?]*).*$/i, "$1").trim();

function finisher(meaning: Meaning): (row: Row) => Judged {
  const fields = new Set(meaning.columns.map(({ field }) => field));
  const [tellsEmail, tellsSms] = [fields.has("emailConsent"), fields.has("smsConsent")];
  return (row) => {
    if (row.email === null && row.phone === null && row.pushId === null) {
      const left = row.leftOut.find(({ reason }) => reason === "phone" || reason === "two-phones");
      return { reject: left ?? { column: null, reason: "nobody" } };
    }
    if (row.optInAt !== null || row.optOutAt !== null)
      byDates(row, tellsSms && !tellsEmail ? "smsConsent" : "emailConsent", tellsEmail || tellsSms);
    if (meaning.kind !== "contacts") lower(row, meaning);
    return { row };
  };
}

/** Among dates the newest wins; they lower what a column of consent says, and raise nothing where there is one. */
function byDates(row: Row, consent: "emailConsent" | "smsConsent", told: boolean) {
  const { optInAt, optOutAt } = row;
  if (optOutAt !== null && (optInAt === null || optOutAt >= optInAt)) row[consent] = "unsubscribed";
  else if (!told) row[consent] = "subscribed";
}

/** Lists of other tools only lower: the e-mail's consent, or the number's where there is no address. */
function lower(row: Row, { kind, reason }: Meaning) {
  const sms = row.smsConsent === "unsubscribed" || row.email === null;
  row.emailConsent = row.email === null ? null : "unsubscribed";
  row.smsConsent = row.phone !== null && sms ? "unsubscribed" : null;
  row.optInAt = null;
  if (kind === "suppressed") row.suppressed = reason;
}

/** Shared by all rows that have none: a row gets a list of its own with the first entry. */
const none: never[] = [];

const newRow = (): Row => ({
  email: null,
  emailTyped: null,
  phone: null,
  pushId: null,
  externalId: null,
  firstName: null,
  lastName: null,
  birthday: null,
  gender: null,
  language: null,
  company: null,
  line1: null,
  line2: null,
  postcode: null,
  city: null,
  region: null,
  country: null,
  createdAt: null,
  optInAt: null,
  optOutAt: null,
  emailConsent: null,
  smsConsent: null,
  suppressed: null,
  tags: none,
  lists: none,
  custom: null,
  hint: null,
  flags: none,
  leftOut: none,
});
