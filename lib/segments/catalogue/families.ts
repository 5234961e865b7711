import type { Family } from "./field";

/** The families of dimensions by their names, in the order in which they are offered. */
export const families: Record<Family, string> = {
  purchase: "Purchases",
  profile: "Profile",
  membership: "Tags, lists and segments",
  consent: "Consent",
  messages: "Messages",
  checkout: "Checkouts",
  browsing: "Browsing",
  origin: "Origin",
  occasions: "Activity and RFM",
  own: "Your own fields",
};
