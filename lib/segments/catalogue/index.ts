/** The catalogue: every dimension once. Builder, validation, compiler, filters and the API's documents read it. */
import { browsing } from "./browsing";
import { checkout } from "./checkout";
import { consent } from "./consent";
import type { Catalogue, Field } from "./field";
import { membership } from "./membership";
import { messages } from "./messages";
import { occasions } from "./occasions";
import { origin } from "./origin";
import { profile } from "./profile";
import { purchase } from "./purchase";

export const fields: readonly Field[] = [
  ...profile,
  ...origin,
  ...consent,
  ...membership,
  ...purchase,
  ...checkout,
  ...browsing,
  ...messages,
  ...occasions,
];

/** What every organization has, by key. */
export const standard: Catalogue = new Map(fields.map((field) => [field.key, field]));
