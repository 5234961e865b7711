/** What stays of an erased person: keyed hashes of their addresses, by which they are recognised and not named. */
import { sql } from "drizzle-orm";
import { addressHash, addressHashes } from "@/lib/address-hash";
import { anyText, rowsOf } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { Person } from "./person";

/**
 * Suppresses every address by its hash, and blanks the ones that stood there by name. Gives the hash the person's
 * records are marked with; without an address it is that of their ids.
 */
export async function rememberHashes(ctx: Working, person: Person): Promise<string> {
  const phones = await onlyTheirs(ctx, person);
  const told = [
    ...person.emails.map((address) => ({ channel: "email", address })),
    ...phones.map((address) => ({ channel: "sms", address })),
  ];
  const nameless = { channel: "email", address: `contacts ${person.contacts.join(" ")}` };
  const rows = (told.length > 0 ? told : [nameless]).map(({ channel, address }) => ({
    channel,
    hash: addressHash(ctx.orgId, address),
  }));
  await ctx.db.execute(sql`
    insert into suppressions (org_id, channel, address_hash, reason, added_by)
    select ${ctx.orgId}::bigint, channel, hash, 'erased', ${ctx.actor.name}
    from ${rowsOf(rows)} as r(channel text, hash text)
    on conflict (org_id, channel, address_hash, reason) do nothing`);
  const hashes = told.flatMap(({ address }) => addressHashes(ctx.orgId, address));
  await ctx.db.execute(sql`
    update suppressions set address = null, note = '', also = '[]'
    where org_id = ${ctx.orgId} and address is not null
      and (address_hash = ${anyText(hashes)} or address = ${anyText(told.map(({ address }) => address))})`);
  return rows[0]!.hash;
}

/** A number that somebody else still goes by is not suppressed. */
async function onlyTheirs(ctx: Working, person: Person): Promise<string[]> {
  const shared = await ctx.db.execute<{ phone: string }>(sql`
    select distinct phone from contacts where org_id = ${ctx.orgId} and phone = ${anyText(person.phones)}
      and gone_at is null and id <> all(${`{${person.contacts.join(",")}}`}::text::bigint[])`);
  const others = new Set(shared.map(({ phone }) => phone));
  return person.phones.filter((phone) => !others.has(phone));
}
