/** What somebody agreed to, and what holds them back. */
import { type SQL, sql } from "drizzle-orm";
import type { Choice, Field, Moment } from "./field";
import { idsOf, numberOf, wordsOf } from "./literals";
import { named } from "./live";

const said = { family: "consent" } as const;

const states: readonly Choice[] = [
  { value: "subscribed", label: "Subscribed" },
  { value: "unsubscribed", label: "Unsubscribed" },
  { value: "pending", label: "Pending" },
  { value: "never", label: "Never subscribed" },
];

const channels: readonly Choice[] = [
  { value: "email", label: "Email" },
  { value: "sms", label: "SMS" },
  { value: "push", label: "Push" },
];

const holds: readonly Choice[] = [
  { value: "disabled", label: "Disabled" },
  { value: "excluded", label: "Excluded from lists and segments" },
  { value: "suppressed", label: "Email suppressed" },
];

const reasons: readonly Choice[] = [
  { value: "manual", label: "By hand" },
  { value: "bounce", label: "Bounce" },
  { value: "complaint", label: "Complaint" },
  { value: "invalid", label: "Invalid address" },
];

const suppressed = ({ orgId }: Moment, channel: "email" | "sms", which: SQL = sql`true`) => {
  const address = channel === "email" ? sql`c.email` : sql`c.phone`;
  return sql`exists (select from suppressions h where h.org_id = ${numberOf(orgId)}
    and h.channel = ${sql.raw(`'${channel}'`)}
    and h.address = ${address} and ${which})`;
};

const state = (channel: "email" | "sms" | "push", label: string): Field[] => [
  {
    ...said,
    reads: ["contact"],
    key: `${channel}-consent`,
    label: `${label} consent`,
    type: "choice",
    choices: states,
    any: (values) => sql`${sql.raw(`c.${channel}_consent`)} in ${wordsOf(values)}`,
  },
  {
    ...said,
    reads: ["contact"],
    key: `${channel}-consent-since`,
    label: `${label} consent since`,
    type: "date",
    counted: "moment",
    column: () => sql.raw(`c.${channel}_consent_at`),
  },
];

export const consent: readonly Field[] = [
  ...state("email", "Email"),
  ...state("sms", "SMS"),
  ...state("push", "Push"),
  {
    ...said,
    reads: ["contact", "suppression"],
    key: "held-back",
    label: "Held back",
    type: "choice",
    choices: holds,
    any: (values, at) => {
      const held = {
        disabled: sql`c.disabled_at is not null`,
        excluded: sql`c.excluded_at is not null`,
        suppressed: suppressed(at, "email"),
      };
      return sql`(${sql.join(
        values.map((value) => held[value as keyof typeof held]),
        sql` or `,
      )})`;
    },
    hint: "Nobody who is excluded is in a segment: that choice is for the contacts page.",
  },
  {
    ...said,
    reads: ["contact", "suppression"],
    key: "email-suppressed",
    label: "Email suppressed for",
    type: "members",
    named: "word",
    choices: reasons,
    any: (values, at) => suppressed(at, "email", sql`h.reason in ${wordsOf(values)}`),
  },
  {
    ...said,
    reads: ["contact", "suppression"],
    key: "sms-suppressed",
    label: "Phone suppressed for",
    type: "members",
    named: "word",
    choices: reasons,
    any: (values, at) => suppressed(at, "sms", sql`h.reason in ${wordsOf(values)}`),
  },
  {
    ...said,
    reads: ["consent"],
    key: "consent-changed",
    label: "Changed consent",
    type: "events",
    source: {
      from: () => sql`consent_evidence e`,
      of: "e",
      // What was claimed and changed nothing is evidence too.
      where: () => sql`e.before <> e.after`,
      at: sql`e.effective_at`,
      properties: {
        channel: { type: "choice", label: "Channel", choices: channels, any: (v) => sql`e.channel in ${wordsOf(v)}` },
        to: { type: "choice", label: "To", choices: states, any: (v) => sql`e.after in ${wordsOf(v)}` },
        from: { type: "choice", label: "From", choices: states, any: (v) => sql`e.before in ${wordsOf(v)}` },
        method: { type: "text", label: "Method", column: () => sql`e.method` },
        source: { type: "text", label: "Source", column: () => sql`e.source` },
      },
    },
  },
  {
    ...said,
    reads: ["forms"],
    key: "signed-up",
    label: "Signed up at a form",
    type: "events",
    source: {
      from: () => sql`form_signups e`,
      of: "e",
      where: () => sql`e.confirmed_at is not null`,
      at: sql`e.confirmed_at`,
      properties: {
        form: {
          type: "members",
          label: "Form",
          named: "form",
          any: (values, at) => sql`e.form_id = any(${idsOf("forms", values, at)})`,
          live: named("forms"),
        },
        page: { type: "text", label: "Page", column: () => sql`e.page` },
      },
    },
  },
];
