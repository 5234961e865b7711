/** Segments to begin with: what merchants ask for first. Each is a definition like any other, to be changed at will. */
import type { Definition, Leaf, Node, Within } from "./definition";

/** `key` is for links; `about` one sentence. */
export type Template = { key: string; name: string; about: string; definition: Definition };

const days = (operator: string, value: number): Within => ({ operator, value });
const ordered = (operator: string, value: number | undefined, when?: Within): Leaf => ({
  field: "ordered",
  operator,
  ...(value === undefined ? {} : { value }),
  ...(when ? { when } : {}),
});
const subscribed: Leaf = { field: "email-consent", operator: "any", value: ["subscribed"] };
const all = (...all: Node[]): Definition => ({ include: { all } });
const made = (key: string, name: string, about: string, definition: Definition): Template => ({
  key,
  name,
  about,
  definition,
});
const did = (field: string, operator: string, when: Within, value?: number): Leaf => ({
  field,
  operator,
  ...(value === undefined ? {} : { value }),
  when,
});

export const templates: readonly Template[] = [
  made(
    "vip",
    "VIP",
    "Five orders or more, the last of them within a year.",
    all({ field: "orders", operator: ">=", value: "5" }, { field: "last-order", operator: "in-last", value: 365 }),
  ),
  made(
    "champions",
    "Champions",
    "Bought lately, and often.",
    all({ field: "rfm-group", operator: "any", value: ["champion"] }),
  ),
  made(
    "at-risk",
    "At risk",
    "Bought twice or more, but nothing in the last 180 days.",
    all({ field: "orders", operator: ">=", value: "2" }, { field: "last-order", operator: "not-in-last", value: 180 }),
  ),
  made(
    "win-back",
    "Win back",
    "Bought once or more, the last time between half a year and two years ago.",
    all(
      { field: "last-order", operator: "more-than-ago", value: 180 },
      { field: "last-order", operator: "in-last", value: 730 },
    ),
  ),
  made(
    "never-bought",
    "Never bought",
    "Contacts without a single order.",
    all({ field: "purchase-status", operator: "any", value: ["never"] }),
  ),
  made(
    "newsletter-without-purchase",
    "Newsletter, no purchase",
    "Subscribed to email, and never bought.",
    all(subscribed, { field: "purchase-status", operator: "any", value: ["never"] }),
  ),
  made(
    "first-time-buyers",
    "First-time buyers",
    "Exactly one order, in the last 60 days.",
    all(
      { field: "purchase-status", operator: "any", value: ["first-time"] },
      { field: "last-order", operator: "in-last", value: 60 },
    ),
  ),
  made(
    "repeat-buyers",
    "Bought twice in 90 days",
    "Two orders or more in the last 90 days.",
    all(ordered("at-least", 2, days("in-last", 90))),
  ),
  made(
    "abandoned",
    "Checkout left open",
    "Began a checkout in the last 3 days and has not ordered since.",
    all(did("checkout-abandoned", "at-least", days("in-last", 3), 1)),
  ),
  made(
    "birthday",
    "Birthday this week",
    "Whose birthday is between Monday and Sunday of this week.",
    all({ field: "birthday", operator: "anniversary-this", value: "week" }),
  ),
  made("engaged", "Engaged in 30 days", "Opened or clicked a message, or bought, in the last 30 days.", {
    include: {
      any: [
        did("message-opened", "at-least", days("in-last", 30), 1),
        did("message-clicked", "at-least", days("in-last", 30), 1),
        ordered("at-least", 1, days("in-last", 30)),
      ],
    },
  }),
  made(
    "unengaged",
    "Not engaged in 90 days",
    "Was sent five messages or more in the last 90 days and opened none.",
    all(did("message-sent", "at-least", days("in-last", 90), 5), did("message-opened", "never", days("in-last", 90))),
  ),
  made(
    "new",
    "New in 30 days",
    "Came here in the last 30 days.",
    all({ field: "created", operator: "in-last", value: 30 }),
  ),
  made(
    "looked",
    "Looked, did not buy",
    "Looked at a product in the last 14 days, and ordered nothing in them.",
    all(did("product-viewed", "at-least", days("in-last", 14), 1), ordered("never", undefined, days("in-last", 14))),
  ),
  made(
    "refunded",
    "Got money back",
    "A refund in the last 90 days.",
    all(did("refunded", "at-least", days("in-last", 90), 1)),
  ),
];
