/** Reading choices as they are stored, and holding them still while somebody decides. */
import { sql } from "drizzle-orm";
import { conflict } from "@/lib/errors";
import { anyId } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { Channel, Choice } from "./consent";

type Row = {
  contact_id: string;
  channel: Channel;
  opted_in_at: string | null;
  opted_out_at: string | null;
  claimed_at: string | null;
  pending_at: string | null;
};

/** What a choice is found by: "17 email". */
export const choiceKey = (contactId: number | string, channel: Channel) => `${contactId} ${channel}`;

/** The stored choices of these contacts, by `choiceKey`. */
export async function choicesOf(ctx: Working, contactIds: number[]): Promise<Map<string, Choice>> {
  const rows = (await ctx.db.execute(sql`
    select contact_id, channel, opted_in_at, opted_out_at, claimed_at, pending_at from consents
    where org_id = ${ctx.orgId} and contact_id = ${anyId(contactIds)}`)) as unknown as Row[];
  const date = (text: string | null) => (text ? new Date(text) : null);
  return new Map(
    rows.map((row) => [
      choiceKey(row.contact_id, row.channel),
      {
        optedInAt: date(row.opted_in_at),
        optedOutAt: date(row.opted_out_at),
        claimedAt: date(row.claimed_at),
        pendingAt: date(row.pending_at),
      },
    ]),
  );
}

/**
 * Holds these contacts, in the order of their ids, until the transaction ends: what is read of their choices afterwards
 * is what will be written over. @throws Failure conflict when one of them has just become part of another
 */
export async function holdChoices(ctx: Working, contactIds: Iterable<number>): Promise<void> {
  const ids = [...new Set(contactIds)];
  const held = await ctx.db.execute(sql`
    select id from contacts where org_id = ${ctx.orgId} and id = ${anyId(ids)} order by id for no key update`);
  if (held.length < ids.length) throw conflict("This contact was just merged with another or erased. Look again.");
}
