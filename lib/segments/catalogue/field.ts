/** What the catalogue says of a dimension: its words, its type, where its values are and what they follow from. */
import type { SQL } from "drizzle-orm";
import type { Gathering } from "../gather";

/**
 * As of when, for whom, and in whose days. `fields` adds an organization's own to the catalogue. `known` and
 * `gathering` are for a statement that judges many conditions at once: lib/segments/known.ts, lib/segments/gather.ts.
 */
export type Moment = {
  orgId: number;
  timeZone: string;
  now: Date;
  fields?: Catalogue;
  known?: Known;
  gathering?: Gathering;
};

/** Inner ids of what definitions name, under "tags <public id>" and so on, and all stores there are. */
export type Known = {
  ids: ReadonlyMap<string, number>;
  stores: readonly { id: number; publicId: string; platform: string; currency: string | null }[];
};

export type Family =
  | "profile"
  | "origin"
  | "consent"
  | "membership"
  | "purchase"
  | "checkout"
  | "browsing"
  | "messages"
  | "occasions"
  | "own";

/** Kinds of data a field follows from: whoever writes one of them has the contact evaluated anew. */
export type Kind =
  | "contact"
  | "figures"
  | "consent"
  | "suppression"
  | "tags"
  | "lists"
  | "segments"
  | "store-groups"
  | "forms"
  | "orders"
  | "checkouts"
  | "events"
  | "own";

/**
 * What a value outside stands for: public ids of these, product keys `<store's public id>:<product id>`, plain words.
 */
export type Named = "tag" | "list" | "segment" | "group" | "store" | "form" | "product" | "variant" | "origin" | "word";

export type Choice = { value: string; label: string };

/**
 * How a picker gets values from the merchant's own data: `from … where …` giving `value`, `label`; ranked by use. With
 * `values` others need not be told.
 */
export type Live = (orgId: number, values?: readonly string[]) => SQL;

type Said = {
  key: string;
  label: string;
  family: Family;
  reads: readonly Kind[];
  /** One sentence where the label does not say it all. */
  hint?: string;
};

/** An expression over `c`, `a` that may be null. */
type Column = (at: Moment) => SQL;
/** Whether it may change by time alone, although nobody wrote anything. */
type Timed = { timed?: true };

export type Text = Said & { type: "text"; column: Column; live?: Live };
export type Figure = Said & Timed & { type: "number" | "money"; column: Column };
/** `counted`: kept as a calendar day (a birthday), or as a moment whose day depends on where one is. */
export type When = Said & { type: "date"; column: Column; counted: "day" | "moment" };
/** `any` holds for those who have at least one of the values; never null. */
export type Chosen = Said & Timed & { type: "choice"; choices: readonly Choice[]; any: AnyOf };
export type Members = Said & { type: "members"; named: Named; choices?: readonly Choice[]; any: AnyOf; live?: Live };
export type Flag = Said & { type: "flag"; holds: (at: Moment) => SQL };
export type Events = Said & { type: "events"; source: Source };
/** A number from 0 to 99 that is a contact's own for each draw. */
export type Share = Said & { type: "share"; lot: (draw: number) => SQL };
export type Search = Said & { type: "search"; column: Column };

export type AnyOf = (values: readonly string[], at: Moment) => SQL;

export type Field = Text | Figure | When | Chosen | Members | Flag | Events | Share | Search;

/** Things that happened to a contact, and what each is known by. */
export type Source = Rows & {
  properties: Readonly<Record<string, Property>>;
  /** Programs give these events properties of their own: catalogue/properties.ts. */
  told?: true;
  /** The same moments kept beside the contact: sorted minutes in an array of `a`, and sums of a property up to each. */
  kept?: { minutes: SQL; sums?: { of: string; tenThousandths: SQL } };
  /**
   * Those of the rows that have this property, kept beside the contact: for questions that ask for it and nothing else.
   */
  short?: { only: string; any: AnyOf; rows: Rows };
};

/**
 * `from` with its joins. `of` is the one that has `org_id` and `contact_id`; without it `where` ties the rows to `c`.
 */
export type Rows = { from: (at: Moment) => SQL; of?: string; where: (at: Moment) => SQL; at: SQL };

/** Of one event. Numbers and money can be summed; an amount in another currency than the store's is no number. */
export type Property =
  | { type: "text"; label: string; column: Column; live?: Live }
  | { type: "number" | "money"; label: string; column: Column }
  | { type: "choice"; label: string; choices: readonly Choice[]; any: AnyOf }
  | { type: "members"; label: string; named: Named; any: AnyOf; live?: Live };

export type Catalogue = ReadonlyMap<string, Field>;
