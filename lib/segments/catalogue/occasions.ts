/** How lively somebody is, how good a customer, and lots drawn. */
import { type SQL, sql } from "drizzle-orm";
import { beginningOf, dayAt, plus } from "../../calendar";
import { activeSince } from "../../contacts/active";
import type { Choice, Field, Moment } from "./field";
import { momentOf, wordsOf } from "./literals";
import { currencyOf } from "./origin";

const said = { family: "occasions" } as const;

const activities: readonly Choice[] = [
  { value: "active", label: "Active" },
  { value: "inactive", label: "Inactive" },
];

/** Days since the last order for 5, 4, 3 and 2 points; orders for 2, 3, 4 and 5. */
const recencyDays = [30, 90, 180, 365];
const frequencyOrders = [2, 3, 5, 10];
/** Spent for 2, 3, 4 and 5 points, in euros' order of magnitude. */
const monetarySteps = [50, 150, 500, 1500];

/** Currencies whose unit is worth about a hundredth, or a thousandth, of a euro. */
const hundredth = ["JPY", "INR", "RUB", "PHP", "THB", "TWD", "CZK", "HUF", "ISK", "PKR", "NGN", "KES", "CLP"];
const thousandth = ["KRW", "IDR", "VND", "COP", "PYG", "UGX", "TZS", "IQD", "IRR", "LBP", "MMK"];

const daysAgo = (days: number, at: Moment): SQL =>
  momentOf(beginningOf(at.timeZone, plus(dayAt(at.timeZone, at.now), -days)));

const recency = (at: Moment): SQL => {
  const steps = recencyDays.map(
    (days, n) => sql`when a.last_order_at >= ${daysAgo(days, at)} then ${sql.raw(String(5 - n))}`,
  );
  return sql`(case ${sql.join(steps, sql` `)} when a.last_order_at is not null then 1 end)`;
};

const stepped = (value: SQL, steps: readonly number[]): SQL =>
  sql`(case when a.orders > 0 then 1 + width_bucket(${value}, ${sql.raw(`array[${steps.join(",")}]::numeric[]`)}) end)`;

const frequency = stepped(sql`a.orders::numeric`, frequencyOrders);

const monetary = (at: Moment): SQL => {
  const currency = currencyOf(sql`c.store_id`, at);
  return stepped(
    sql`a.spent / (case when ${currency} in ${wordsOf(hundredth)} then 100
      when ${currency} in ${wordsOf(thousandth)} then 1000 else 1 end)`,
    monetarySteps,
  );
};

const groups: readonly Choice[] = [
  { value: "champion", label: "Champions: bought lately, and often" },
  { value: "loyal", label: "Loyal: buy again and again" },
  { value: "promising", label: "Promising: bought lately, not often yet" },
  { value: "at-risk", label: "At risk: bought often, not lately" },
  { value: "asleep", label: "Asleep: bought little, long ago" },
  { value: "none", label: "Never bought" },
];

const groupOf = (at: Moment): SQL => sql`(case
  when a.orders = 0 or a.last_order_at is null then 'none'
  when ${recency(at)} >= 4 and ${frequency} >= 4 then 'champion'
  when ${recency(at)} >= 3 and ${frequency} >= 3 then 'loyal'
  when ${recency(at)} >= 4 then 'promising'
  when ${frequency} >= 3 then 'at-risk'
  else 'asleep' end)`;

const score = (key: string, label: string, hint: string, column: (at: Moment) => SQL, timed?: true): Field => ({
  ...said,
  reads: ["figures"],
  key,
  label,
  hint,
  type: "number",
  column,
  ...(timed ? { timed } : {}),
});

export const occasions: readonly Field[] = [
  {
    ...said,
    reads: ["figures"],
    key: "activity",
    label: "Activity",
    type: "choice",
    choices: activities,
    timed: true,
    any: (
      values,
      at,
    ) => sql`case when coalesce(a.last_interaction_at >= ${momentOf(activeSince(at.timeZone, at.now))}, false)
      then 'active' else 'inactive' end in ${wordsOf(values)}`,
    hint: "Active is who did something in the last 365 days.",
  },
  {
    ...said,
    reads: ["figures"],
    key: "last-interaction",
    label: "Last interaction",
    type: "date",
    counted: "moment",
    column: () => sql`a.last_interaction_at`,
  },
  score(
    "rfm-recency",
    "RFM: recency",
    "5: bought in the last 30 days; 4: 90; 3: 180; 2: 365; 1: longer ago.",
    recency,
    true,
  ),
  score(
    "rfm-frequency",
    "RFM: frequency",
    "5: ten orders and more; 4: five; 3: three; 2: two; 1: one.",
    () => frequency,
  ),
  score(
    "rfm-monetary",
    "RFM: money",
    "5: 1,500 and more spent; 4: 500; 3: 150; 2: 50; 1: less. In currencies of small units a hundred or a thousand times that.",
    monetary,
  ),
  {
    ...said,
    reads: ["figures"],
    key: "rfm-group",
    label: "RFM group",
    type: "choice",
    choices: groups,
    timed: true,
    any: (values, at) => sql`${groupOf(at)} in ${wordsOf(values)}`,
  },
  {
    ...said,
    reads: ["contact"],
    key: "random-share",
    label: "Random share",
    type: "share",
    lot: (draw) => sql`(crc32(uuid_send(c.public_id) || '${sql.raw(String(Math.trunc(draw)))}'::bytea) % 100)`,
    hint: "The same people each time; another draw mixes anew. 0–50 and 50–100 of one draw are two halves.",
  },
];
