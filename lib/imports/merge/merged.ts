/** What is merged, and what becomes of it. */
import type { Kind } from "@/lib/contacts/selection";
import type { ImportRow } from "../row";
import type { Groups } from "./groups";

/** Lines of the file, both inclusive. */
export type Lines = { first: number; last: number };

/** What became of rows; `ids` are the contacts that were changed. */
export type Merged = {
  loaded: number;
  updated: number;
  known: number;
  repeated: number;
  keptUnsubscribed: number;
  rejected: number;
  ids: number[];
  /** Whether nothing was written of anybody who was known before: then chunks of other people do not meet it. */
  calm: boolean;
};

/** Thrown where a chunk is merged beside another and is not calm; it is merged alone then. */
export class NotCalm extends Error {}

/** How many rows tell of people by address and without one, and whether any tell what is beside the contact. */
export type Told = { email: number; rest: number; tags: boolean; lists: boolean; custom: boolean };

export type Into = {
  row: ImportRow;
  store: { id: number; currency: string; selection: readonly Kind[] };
  /** The organization's time zone. */
  zone: string;
  groups: Groups;
  told: Told;
  /** How many people the import opened or changed so far, and how many it found as they were. */
  before: number;
  known: number;
  /** Whether no other chunk is merged meanwhile. */
  alone: boolean;
};

export const nothing = (): Merged => ({
  loaded: 0,
  updated: 0,
  known: 0,
  repeated: 0,
  keptUnsubscribed: 0,
  rejected: 0,
  ids: [],
  calm: true,
});
