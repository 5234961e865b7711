/** Places to ask segments in: organizations in zones of all kinds, and moments at which days, years and clocks turn. */
import { sql } from "drizzle-orm";
import { withOwn } from "@/lib/segments/catalogue/custom";
import type { Catalogue } from "@/lib/segments/catalogue/field";
import { type Moment, universe } from "@/lib/segments/compile";
import type { Definition } from "@/lib/segments/definition";
import { type Ctx, database, transact } from "@/lib/tenancy";
import type { Pool } from "./segment-drawn";
import { pools } from "./segment-luck";
import { meets, type World } from "./segment-naive";
import { type Person, peopleOf } from "./segment-rows";
import { organizationOfAll } from "./segment-world";

export const zones = ["Europe/Berlin", "Asia/Kathmandu", "Pacific/Chatham", "America/Santiago", "Atlantic/Azores"];
/** Leap days, turns of years and of clocks, by day and around midnights somewhere. */
export const moments = [
  "2026-11-22T11:59:00Z",
  "2027-02-28T12:00:00Z",
  "2028-02-29T23:30:00Z",
  "2027-03-28T00:30:00Z",
  "2026-12-31T23:50:00Z",
  "2027-09-05T03:59:59Z",
];

export type Place = { orgId: number; zone: string; people: Person[]; fields: Catalogue; own: World["own"]; pool: Pool };
export async function placeOf(zone: string, seed: number): Promise<Place> {
  const orgId = await organizationOfAll(zone, 90, seed);
  const { sql } = database();
  const rows = await sql<{ id: string; publicId: string; name: string; type: "text" }[]>`
    select id, public_id as "publicId", name, type from contact_fields where org_id = ${orgId}`;
  const own = Object.fromEntries(rows.map(({ id, publicId, type }) => [publicId, { id: String(id), type }]));
  const fields = withOwn(rows.map((row) => ({ ...row, id: Number(row.id) })));
  return { orgId, zone, people: await peopleOf(orgId, zone), fields, own, pool: await poolOf(orgId) };
}

async function poolOf(orgId: number): Promise<Pool> {
  const { sql } = database();
  const ids = async (table: string) =>
    (await sql`select public_id::text as id from ${sql(table)} where org_id = ${orgId} order by id`).map((row) =>
      String(row.id),
    );
  const nobody = "0198c5f0-0000-7000-8000-00000000dead";
  const [tag, list, segment, form, store, group, file] = await Promise.all(
    ["tags", "lists", "segments", "forms", "stores", "store_groups", "imports"].map(ids),
  );
  const product = [...store!, nobody].flatMap((id) => pools.products.map((one) => `${id}:${one}`));
  return {
    texts: [...pools.texts, ...pools.urls, ...pools.words, "mira", "ex.org", "mail.ex.org", "ho", "push3", "+49170"],
    numbers: [...pools.amounts, "1", "2", "3", "4.5", "5", "26", "-3"],
    days: ["2025-06-01", "2026-11-21", "2026-11-22", "2027-02-28", "2028-02-29", "2000-02-29", "1999-03-01"],
    named: {
      tag: [...tag!, nobody],
      list: [...list!, nobody],
      segment: [...segment!, nobody],
      group: [...group!, nobody],
      form: [...form!, nobody],
      store: [...store!, nobody],
      product,
      variant: product,
      origin: [...store!, ...file!, nobody, "woocommerce", "shopify"],
      word: [
        ...pools.words,
        ...pools.categories,
        ...pools.vendors,
        ...pools.skus,
        ...pools.coupons,
        ...pools.products,
        ...pools.kinds,
        "message.opened",
        "quiz",
      ],
    },
  };
}

export const momentOf = ({ orgId, zone, fields }: Place, now: string): Moment => ({
  orgId,
  timeZone: zone,
  now: new Date(now),
  fields,
});

export async function asked<T>(place: Place, columns: ReturnType<typeof sql>): Promise<T> {
  const ctx: Ctx = { orgId: place.orgId, actor: { kind: "operator", name: "test" } };
  const [row] = await transact(ctx, async (ctx) => {
    await ctx.db.execute(sql`set local jit = off`);
    return ctx.db.execute(sql`select ${columns} from contacts c join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
      where ${universe(place.orgId)}`);
  });
  return row as T;
}

export const dayIn = async (zone: string, now: string) => {
  const [row] = await database().sql`select (${now}::timestamptz at time zone ${zone})::date::text as day`;
  return String(row!.day);
};

export const byHand = (place: Place, definition: Definition, today: string) =>
  place.people
    .filter((person) => meets(person, definition, { today, own: place.own }))
    .map(({ id }) => id)
    .sort();
