/** Messages to somebody, and what they did with them. */
import type { Choice, Events, Field } from "./field";
import { chosen, happened, kindIs, newest, phrase, word } from "./happened";

const said = { family: "messages", reads: ["events"] } as const;

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

const message = (key: string, label: string, more: Events["source"]["properties"] = {}): Events => ({
  ...said,
  key: `message-${key}`,
  label,
  type: "events",
  source: happened(kindIs(`message.${key}`), { ...ofMessage, ...more }),
});

const last = (key: string, label: string): Field => ({
  ...said,
  key: `last-${key}`,
  label,
  type: "date",
  counted: "moment",
  column: ({ orgId }) => newest(orgId, kindIs(`message.${key}`)),
});

export const messages: readonly Field[] = [
  message("sent", "Was sent a message"),
  message("delivered", "Got a message"),
  message("opened", "Opened a message"),
  message("clicked", "Clicked in a message", { link: phrase("Link", "url") }),
  message("bounced", "A message bounced", { reason: phrase("Reason", "reason") }),
  message("complained", "Complained about a message"),
  last("sent", "Last message sent"),
  last("opened", "Last message opened"),
  last("clicked", "Last click"),
];
