/**
 * Messages to somebody, and what they did with them. Their sender writes sent, opened and clicked to the timeline and
 * to the arrays of `contact_activity` at once; questions without a filter are answered from the arrays.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Choice, Events, Field } from "./field";
import { chosen, happened, kindIs, phrase, word } from "./happened";

const said = { family: "messages", reads: ["events", "figures"] } as const;

const channels: readonly Choice[] = [
  { value: "email", label: "Email" },
  { value: "sms", label: "SMS" },
  { value: "push", label: "Push" },
];

const ofMessage: Events["source"]["properties"] = {
  campaign: word("Campaign", "campaign"),
  channel: chosen("Channel", "channel", channels),
  subject: phrase("Subject", "name"),
};

const message = (key: string, label: string, more: Events["source"]["properties"] = {}, kept?: SQL): Events => ({
  ...said,
  key: `message-${key}`,
  label,
  type: "events",
  source: {
    ...happened(kindIs(`message.${key}`), { ...ofMessage, ...more }),
    ...(kept ? { kept: { minutes: kept } } : {}),
  },
});

const last = (key: string, label: string, kept: SQL): Field => ({
  ...said,
  key: `last-${key}`,
  label,
  type: "date",
  counted: "moment",
  column: () => sql`to_timestamp(${kept}[cardinality(${kept})] * 60.0)`,
});

export const messages: readonly Field[] = [
  message("sent", "Was sent a message", {}, sql`a.sent_at`),
  message("delivered", "Got a message"),
  message("opened", "Opened a message", {}, sql`a.opened_at`),
  message("clicked", "Clicked in a message", { link: phrase("Link", "url") }, sql`a.clicked_at`),
  message("bounced", "A message bounced", { reason: phrase("Reason", "reason") }),
  message("complained", "Complained about a message"),
  last("sent", "Last message sent", sql`a.sent_at`),
  last("opened", "Last message opened", sql`a.opened_at`),
  last("clicked", "Last click", sql`a.clicked_at`),
];
