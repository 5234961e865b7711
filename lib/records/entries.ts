/** Contacts, accounts and orders as one batch sees them: what is stored, with what it tells laid over. */
import type { CustomerRecord, OrderRecord } from "@/lib/connectors/types";
import type { Choice } from "@/lib/consent/consent";
import type { Edit } from "@/lib/contacts/edited";
import type { Addresses } from "@/lib/contacts/identity";
import type { Shown } from "./shown";

/** A contact, stored (`id`) or about to be. */
export type Entry = Addresses & {
  id: number | null;
  externalId: string | null;
  bornAt: Date;
  /** Counting orders already stored, as far as it was asked. */
  orders: number;
  choice: Choice;
  /** The address is a member's, and not the records'. */
  edited: Edit | null;
  /** Further addresses of this batch under which records find it. */
  aliases: string[];
  /** It is there and shows what the store tells: nobody deleted or edited it. */
  plain: boolean;
  /** Keys as they are stored, to tell what to write. */
  stored: { externalId: string | null; email: string | null; edited: Edit | null } | null;
  mergedInto: Entry | null;
};

export type Account = {
  externalId: string;
  addresses: Addresses;
  createdAt: Date;
  updatedAt: Date;
  endedAt: Date | null;
  hasBought: boolean;
  /** As it is stored it tells name, address and number, so no order has to. */
  whole: boolean;
  language: string | null;
  /** Null: nobody ever looked. */
  shown: Shown | null;
  /** Its labels at the store, as they will be stored, and as they were. */
  tags: string[] | null;
  tagsBefore: string[] | null;
  contact: Entry | null;
  /** Whose it is as it is stored (inner id), while it has not ended. */
  storedContact: number | null;
  /** The address that it told before. */
  storedEmail: string | null;
  /** Ended because the platform made one of two: the other one. */
  into: string | null;
  /** Heard of only as the one that another became: its own record is still to come. */
  untold: boolean;
  digest: string;
  /** As it was stored, when this batch brings it anew. */
  before: Account | null;
  /** Present when this batch brings it anew. */
  news: CustomerRecord | null;
  /** Told by this batch, and not older than what is known. */
  fresh: boolean;
  /** Fresh, and not the same as what is stored. */
  changed: boolean;
};

export type Purchase = {
  id: number | null;
  externalId: string;
  customerExternalId: string | null;
  addresses: Addresses;
  createdAt: Date;
  updatedAt: Date;
  endedAt: Date | null;
  counts: boolean;
  contact: Entry | null;
  storedContact: number | null;
  digest: string;
  news: OrderRecord | null;
  fresh: boolean;
  changed: boolean;
};

/** What is known of the account that an ended one became, before anything was told of it: as old as can be. */
export function untoldOf(externalId: string, { addresses, createdAt }: Account): Account {
  return {
    ...{ externalId, addresses, createdAt, updatedAt: new Date(0), endedAt: null, hasBought: false, whole: false },
    ...{
      shown: null,
      tags: null,
      tagsBefore: null,
      contact: null,
      storedContact: null,
      storedEmail: null,
      into: null,
      untold: true,
    },
    ...{ language: null, digest: "", before: null, news: null, fresh: true, changed: true },
  };
}
