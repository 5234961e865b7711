/** Who somebody is. */
import { type SQL, sql } from "drizzle-orm";
import { dayAt } from "../../calendar";
import type { Field, Text } from "./field";
import { dayOf } from "./literals";
import { valuesOf } from "./live";

const said = { family: "profile", reads: ["contact"] } as const;

/** `name` is a column of contacts. */
const text = (key: string, label: string, name: string, live = true): Text => {
  const column = sql.raw(`c.${name}`);
  return { ...said, key, label, type: "text", column: () => column, ...(live ? { live: valuesOf(name) } : {}) };
};

const domain = sql`(case when strpos(c.email, '@') > 0 then split_part(c.email, '@', -1) end)`;
const years = (today: SQL) =>
  sql`case when c.birthday <= ${today} then extract(year from age(${today}, c.birthday))::int end`;

export const profile: readonly Field[] = [
  {
    ...said,
    key: "search",
    label: "Name, email or phone",
    type: "search",
    column: () => sql`c.search`,
    hint: "Every word, as the search of the contacts page finds it.",
  },
  text("email", "Email", "email", false),
  { ...said, key: "email-domain", label: "Email domain", type: "text", column: () => domain },
  text("phone", "Phone", "phone", false),
  text("push-id", "Push id", "push_id", false),
  text("first-name", "First name", "first_name"),
  text("last-name", "Last name", "last_name"),
  text("gender", "Gender", "gender"),
  text("language", "Language", "language"),
  text("company", "Company", "company"),
  text("address-line-1", "Address line 1", "line1", false),
  text("address-line-2", "Address line 2", "line2", false),
  text("city", "City", "city"),
  text("region", "Region", "region"),
  text("postcode", "Postcode", "postcode"),
  text("country", "Country", "country"),
  { ...said, key: "birthday", label: "Birthday", type: "date", counted: "day", column: () => sql`c.birthday` },
  {
    ...said,
    key: "age",
    label: "Age",
    type: "number",
    timed: true,
    column: (at) => years(dayOf(dayAt(at.timeZone, at.now))),
    hint: "In whole years; who was born on 29 February turns older on 1 March of a common year.",
  },
];
