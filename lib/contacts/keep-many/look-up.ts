/** Who of a set of people is known in the store, and how they stand. Each key is looked up by its own index. */
import { type SQL, sql } from "drizzle-orm";
import { anyText, eachId, eachText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import { type Field, fieldNames } from "../fields";
import type { Keys } from "../keep-many";

/** `fields` are texts, "" where there is nothing; `edits` as stored. */
export type Known = {
  id: number;
  externalId: string | null;
  email: string | null;
  fields: Record<Field, string>;
  edits: Record<string, { was: string | null }>;
  kept: boolean;
  gone: boolean;
  /** Found by an address that is not its own any more. */
  byAlias: boolean;
};

export type Found = { accounts: Map<string, Known>; emails: Map<string, Known>; phones: Map<string, Known> };

export async function lookUp(ctx: Working, storeId: number, told: Keys[]): Promise<Found> {
  const accounts = told.flatMap(({ externalId }) => externalId ?? []);
  const emails = told.flatMap(({ email }) => email ?? []);
  const phones = told.flatMap(({ phone }) => phone ?? []);
  const byAccount = await idsOf(ctx, storeId, sql`external_id`, accounts);
  const byEmail = await idsOf(ctx, storeId, sql`email`, emails);
  const byPhone = await idsOf(ctx, storeId, sql`phone_key`, phones);
  const aliases = await aliased(ctx, storeId, [...without(emails, byEmail), ...without(phones, byPhone)]);
  const ids = [byAccount, byEmail, byPhone, aliases].flatMap((found) => [...found.values()]);
  const contacts = await standing(ctx, [...new Set(ids)]);
  const of = (found: Map<string, number>, byAlias = false) =>
    new Map([...found].flatMap(([key, id]) => (contacts.has(id) ? [[key, { ...contacts.get(id)!, byAlias }]] : [])));
  const other = of(aliases, true);
  return {
    accounts: of(byAccount),
    emails: new Map([...other, ...of(byEmail)]),
    phones: new Map([...other, ...of(byPhone)]),
  };
}

/** Places of those whose address was erased: by the address, or by the number where there is none. */
export async function erasedAmong(ctx: Working, told: Keys[], hash: (address: string) => string[]) {
  const hashes = told.map(({ email, phone }) => hash(email ?? phone ?? ""));
  const rows = await ctx.db.execute<{ hash: string }>(sql`
    select address_hash as hash from suppressions
    where org_id = ${ctx.orgId} and reason = 'erased' and address_hash = ${anyText(hashes.flat())}`);
  const erased = new Set(rows.map(({ hash }) => hash));
  return new Set(hashes.flatMap((own, n) => (own.some((one) => erased.has(one)) ? [n] : [])));
}

const without = (keys: string[], found: Map<string, number>) => keys.filter((key) => !found.has(key));

async function idsOf(ctx: Working, storeId: number, column: SQL, keys: string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const rows = await ctx.db.execute<{ key: string; id: string }>(sql`
    select t.key, c.id from ${eachText(new Set(keys))} as t(key) cross join lateral (
      select id from contacts where org_id = ${ctx.orgId} and store_id = ${storeId} and ${column} = t.key offset 0) c`);
  return new Map(rows.map(({ key, id }) => [key, Number(id)]));
}

async function aliased(ctx: Working, storeId: number, addresses: string[]): Promise<Map<string, number>> {
  if (addresses.length === 0) return new Map();
  const rows = await ctx.db.execute<{ key: string; id: string }>(sql`
    select t.key, a.id from ${eachText(new Set(addresses))} as t(key) cross join lateral (
      select contact_id as id from contact_aliases
      where org_id = ${ctx.orgId} and store_id = ${storeId} and address = t.key offset 0) a`);
  return new Map(rows.map(({ key, id }) => [key, Number(id)]));
}

type Row = Omit<Known, "id" | "fields" | "byAlias"> & { id: string } & Record<Field, string | null>;

async function standing(ctx: Working, ids: number[]): Promise<Map<number, Known>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.execute<Row & { typed: string | null }>(sql`
    select c.id, c.external_id as "externalId", c.email, coalesce(c.email_typed, c.email) as typed, c.edits,
      c.kept_at is not null as kept, c.gone_at is not null as gone, c.first_name as "firstName",
      c.last_name as "lastName", c.phone, c.birthday::text as birthday, c.gender, c.language, c.company, c.line1,
      c.line2,
      c.postcode, c.city, c.region, c.country
    from ${eachId(ids)} as k(id) cross join lateral (
      select * from contacts where org_id = ${ctx.orgId} and id = k.id offset 0) c
    where c.erased_at is null`);
  return new Map(
    rows.map((row) => {
      const { id, externalId, email, typed, edits, kept, gone } = row;
      const texts = fieldNames.map((name) => [name, (name === "email" ? typed : row[name]) ?? ""]);
      const fields = Object.fromEntries(texts) as Record<Field, string>;
      return [Number(id), { id: Number(id), externalId, email, fields, edits, kept, gone, byAlias: false }];
    }),
  );
}
