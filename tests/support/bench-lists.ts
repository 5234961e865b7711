/** Pages of the contacts list, each beside one row read by its key in a transaction of the same shape. */
import { sql } from "drizzle-orm";
import { listContacts } from "@/lib/contacts/directory";
import type { Cursor } from "@/lib/contacts/directory/cursor";
import { everything, type Query } from "@/lib/contacts/directory/params";
import { ledSorts } from "@/lib/contacts/directory/sorts";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { measure, tell } from "./bench";

type Asking = Partial<Query>;
type Named = Record<string, Asking>;

/** Filters that hold for many, and such that hold for a few of a thousand or for nobody. */
export async function filtersOf(ctx: Ctx): Promise<{ common: Named; rare: Named }> {
  const ids = async (table: string) => {
    const { sql } = database();
    const rows = await sql`select public_id from ${sql(table)} where org_id = ${ctx.orgId} order by id`;
    return rows.map((row) => String(row.public_id));
  };
  const [stores, tags, lists] = [await ids("stores"), await ids("tags"), await ids("lists")];
  const segments = await ids("segments");
  const common: Named = {
    "a store": { stores: [stores[0]!] },
    "two stores": { stores: [stores[1]!, stores[2]!] },
    subscribed: { statuses: ["subscribed"] },
    active: { activity: "active" },
    inactive: { activity: "inactive" },
    "from a CSV": { sources: ["csv"] },
    "from WooCommerce": { origins: ["woocommerce"] },
    buyers: { kinds: ["buyer"] },
    "a tag": { tags: [tags[0]!] },
    "not a tag": { tags: [tags[0]!], tagged: "none" },
    "on a list": { lists: [lists[0]!] },
    "in a segment": { segments: [segments[0]!] },
    "in no segment of two": { segments: segments.slice(0, 2), segmented: "out" },
    "never bought": { purchases: ["none"] },
    "repeat buyers": { purchases: ["repeat"] },
    "spent 20 and more": { spent: { min: "20", max: null } },
    "seen in 90 days": { interaction: { is: "within", days: 90 } },
    "not seen for 700 days": { interaction: { is: "before", days: 700 } },
    "subscribed buyers of a store": { statuses: ["subscribed"], kinds: ["buyer"], stores: [stores[0]!] },
  };
  const rare: Named = {
    "the smallest store": { stores: [stores[4]!] },
    pending: { statuses: ["pending"] },
    disabled: { statuses: ["disabled"] },
    suppressed: { statuses: ["suppressed"] },
    "SMS pending": { sms: ["pending"] },
    "by hand": { sources: ["manual"] },
    "a rare tag": { tags: [tags[19]!] },
    "three tags at once": { tags: tags.slice(0, 3), tagged: "all" },
    "a small list": { lists: [lists[7]!] },
    "a small segment": { segments: [segments[5]!] },
    "in one of two small segments": { segments: segments.slice(4) },
    "spent 500 and more": { spent: { min: "500", max: null } },
    "five orders and more": { orders: { min: "5", max: null } },
    "came this week": { created: { is: "within", days: 7 } },
    "seen on one day": { interaction: { is: "between", from: "2026-03-01", to: "2026-03-01" } },
  };
  return { common, rare };
}

export const searches = {
  selective: ["mitchell77", "rodriguez4", "mira holt 12", "+49170000", "zoe.ek9", "0000123"],
  broad: ["justin", "@acme", "holt", "example.com"],
  short: ["m", "q", "zo", "7", "+4", "xy"],
};

export const everySort = ledSorts.flatMap((sort) => [
  { sort, turned: false },
  { sort, turned: true },
]);

/** The median of the questions' times, each the faster of two; what took longest is told. */
export async function measurePages(ctx: Ctx, n: number, work: string, questions: Named, target: number) {
  return measure("contacts", {
    work: `${work} (${Object.keys(questions).length} lists)`,
    n,
    unit: "ms",
    target,
    floorName: "one row by its key",
    floor: () => keyLookup(ctx),
    run: async () => {
      const times: [string, number][] = [];
      for (const [name, asking] of Object.entries(questions)) times.push([name, await fastest(ctx, asking)]);
      times.sort((one, other) => other[1] - one[1]);
      const share = (part: number) => times[Math.floor(times.length * part)]![1].toFixed(1);
      const worst = times.slice(0, 6).map(([name, ms]) => `${name} ${ms.toFixed(0)}`);
      tell(`  median ${share(0.5)}, of a tenth over ${share(0.1)} ms; longest: ${worst.join("; ")}`);
      return times[Math.floor(times.length / 2)]![1];
    },
  });
}

/** Every sort with every one of these filters. */
export function crossed(filters: Named): Named {
  const all = everySort.flatMap(({ sort, turned }) =>
    Object.entries(filters).map(([name, asking]) => [
      `${sort}${turned ? " turned" : ""}, ${name}`,
      { ...asking, sort, turned },
    ]),
  );
  return Object.fromEntries(all);
}

/** A page nine tenths down the list. */
export async function deepCursor(ctx: Ctx, n: number): Promise<Cursor> {
  const [row] = await database().sql`
    select public_id, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from contacts
    where org_id = ${ctx.orgId} and gone_at is null order by created_at desc, id desc offset ${Math.floor(n * 0.9)} limit 1`;
  return { back: false, values: [row!.at], id: row!.public_id, number: Math.floor(n * 0.9) };
}

async function fastest(ctx: Ctx, asking: Asking): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 2; round++) {
    const begun = performance.now();
    await listContacts(ctx, { ...everything, ...asking });
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

/** The median of forty: begin, take the tenant's role, read, commit, as every verb does. */
async function keyLookup(ctx: Ctx): Promise<number> {
  const { sql: pool } = database();
  const ids = await pool<{ id: number }[]>`select id from contacts where org_id = ${ctx.orgId} limit 40`;
  const times: number[] = [];
  for (const { id } of ids) {
    const begun = performance.now();
    await transact(ctx, (ctx) =>
      ctx.db.execute(sql`select * from contacts where org_id = ${ctx.orgId} and id = ${id}::bigint`),
    );
    times.push(performance.now() - begun);
  }
  return times.sort((one, other) => one - other)[Math.floor(times.length / 2)]!;
}
