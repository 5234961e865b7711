/** What a column can be, as a merchant reads it. No icons: also for scripts. */
import type { Column, ConsentMeaning, CustomType, DateFormat, Field } from "@/lib/imports/meaning";

/** In groups, as the drop-down has them. */
export const groups: { name: string; fields: Partial<Record<Field, string>> }[] = [
  {
    name: "Who it is",
    fields: {
      email: "Email",
      phone: "Phone",
      firstName: "First name",
      lastName: "Last name",
      fullName: "Full name",
      pushId: "Push id",
    },
  },
  {
    name: "About the person",
    fields: { birthday: "Birthday", gender: "Gender", language: "Language", company: "Company" },
  },
  {
    name: "Address",
    fields: {
      line1: "Street",
      line2: "Street, second line",
      postcode: "Postcode",
      city: "City",
      region: "Region",
      country: "Country",
    },
  },
  { name: "Groups", fields: { tags: "Tags", lists: "Lists" } },
  {
    name: "Consent",
    fields: {
      emailConsent: "Email consent",
      smsConsent: "SMS consent",
      optInAt: "Date of opt-in",
      optOutAt: "Date of opt-out",
    },
  },
  { name: "From elsewhere", fields: { createdAt: "Customer since", externalId: "Id in another system" } },
];

export const dateWords: Record<DateFormat, string> = {
  iso: "2026-03-31",
  dmy: "day.month.year",
  mdy: "month/day/year",
  ymd: "year/month/day",
  words: "31 March 2026",
  unix: "seconds since 1970",
  excel: "Excel’s day numbers",
};

export const meaningWords: Record<ConsentMeaning, string> = {
  subscribed: "Subscribed",
  unsubscribed: "Unsubscribed",
  pending: "Pending",
  never: "Never subscribed",
  nothing: "Says nothing",
};

export const typeWords: Record<CustomType, string> = {
  text: "Text",
  number: "Number",
  boolean: "Yes or no",
  date: "Date",
};

export const betweenWords: Record<NonNullable<Column["between"]>, string> = {
  ",": "Several, with commas",
  ";": "Several, with semicolons",
  "|": "Several, with |",
  json: "Several, as [“a”, “b”]",
  "": "One in each cell",
};

/**
 * The form of a select whose state is React's: none. After an action React resets the form, and every select of it
 * shows its first option, whatever its state is.
 */
export const ofNoForm = "";

/** Words of a consent column whose meaning is not chosen. */
export const unknownWords = <T extends { word: string }>(column: Column, words: T[]): T[] =>
  words.filter(({ word }) => !column.words?.[word]);

export const hasDates = (column: Column) =>
  ["birthday", "createdAt", "optInAt", "optOutAt"].includes(column.field) ||
  (column.field === "custom" && column.type === "date");
