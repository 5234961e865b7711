/** Chance that repeats itself, and what generated people have of it. */
import { sql } from "drizzle-orm";
import { rowsOf } from "@/lib/sets";
import { type Ctx, database, transact } from "@/lib/tenancy";

/** What generated people have, and generated conditions ask for. */
export const pools = {
  texts: [
    "Berlin",
    "berlin",
    "Bern",
    "München",
    "",
    "%",
    "a_b",
    "O'Neil",
    "50%",
    "ÉLAN",
    "élan",
    "de",
    "x\\y",
    '"q"',
    "🙂",
  ],
  products: ["5", "6", "pillar:red"],
  categories: ["Candles", "candles", "Gifts"],
  vendors: ["North", "Würth & Co"],
  skus: ["WAX-1", "wax-1", "WICK"],
  coupons: ["SPRING", "spring", "VIP"],
  words: ["c1", "c2", "Candles", "home"],
  kinds: [
    "visit.started",
    "page.viewed",
    "product.viewed",
    "product.added",
    "checkout.started",
    "api.product.viewed",
    "api.quiz",
  ],
  urls: ["https://x.example/a", "https://x.example/b?q=1", "/"],
  amounts: ["0", "10.5", "10.50", "31", "0.0001", "99.99"],
  consents: ["never", "pending", "subscribed", "unsubscribed"],
};

export type Luck = { pick<T>(of: readonly T[]): T; chance(share: number): boolean; upTo(most: number): number };

/** The same luck for the same seed. */
export function luckOf(seed: number): Luck {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const upTo = (most: number) => Math.floor(next() * (most + 1));
  return { upTo, chance: (share) => next() < share, pick: (of) => of[upTo(of.length - 1)]! };
}

export const maybe = <T>(luck: Luck, value: T, share = 0.7) => (luck.chance(share) ? value : null);

/**
 * Rows of `table` for about each contact, `columns` as drawn. The inner ids of contacts are those of the organization.
 */
export async function fill(ctx: Ctx, table: string, types: string, rows: object[]) {
  const names = types.split(", ").map((one) => one.split(" ")[0]);
  await transact(ctx, (ctx) =>
    ctx.db.execute(sql`insert into ${sql.identifier(table)} (org_id, ${sql.raw(names.join(", "))})
      select ${ctx.orgId}, ${sql.raw(names.join(", "))} from ${rowsOf(rows)} as r(${sql.raw(types)}) on conflict do nothing`),
  );
}

export async function idsOf(org: number, table: string): Promise<number[]> {
  const admin = database().sql;
  return (await admin`select id from ${admin(table)} where org_id = ${org} order by id`).map((row) => Number(row.id));
}
