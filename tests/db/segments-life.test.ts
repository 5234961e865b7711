/**
 * Incremental equals full: whoever writes what of a contact, the kept membership is what a fresh look gives, every
 * time.
 */
import { readdirSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createList } from "@/lib/lists/lists";
import { keepUp } from "@/lib/segments/changed";
import { predicate, universe } from "@/lib/segments/compile";
import { momentOf } from "@/lib/segments/moment";
import { nameTags } from "@/lib/tags/names";
import { database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { useKey } from "../support/organization";
import { type Happening, happen, kinds, people } from "../support/segment-life";
import { catchUp, makeSegment, refreshWhole, sizesByName } from "../support/segments";
import { openShop, type Shop } from "../support/shop";

useTestDatabase();
useKey();

const life = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(1000)), { minLength: 20, maxLength: 50 });
const numRuns = process.env.SOAK ? 100 : 8;

test(
  "after any life, told by any writer, everybody is in exactly the segments whose condition they meet",
  async () => {
    await fc.assert(
      fc.asyncProperty(life, async (happenings) => {
        const shop = await openShop();
        for (let n = 0; n < people; n++) {
          await happen(shop, "an account", n);
          if (n % 2) await happen(shop, "an order", n);
        }
        await watch(shop);
        const before = await membership(shop);
        for (const [step, [what, dice]] of happenings.entries()) {
          await happen(shop, what, dice);
          if (step % 4 === 3) await asFresh(shop, happenings.slice(0, step + 1));
        }
        await asFresh(shop, happenings);
        await linesAgree(shop, before);
        expect(await refreshWhole(shop.ctx)).toMatchObject({ state: "done", changed: 0 });
      }),
      { numRuns, ...(process.env.SOAK ? {} : { seed: 11 }), endOnFailure: !process.env.SHRINK },
    );
  },
  numRuns * 60_000,
);

test("every table that a condition reads of a contact notes its changes", async () => {
  const folder = new URL("../../lib/segments/catalogue/", import.meta.url);
  const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
  const { sql } = database();
  const tables = await sql`select c.relname as name, array_agg(t.tgname::text) as triggers
    from pg_class c left join pg_trigger t on t.tgrelid = c.oid and t.tgname like 'noted_%'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by 1`;
  const read = tables.filter(({ name }) =>
    texts.some((text) => new RegExp(`(\\b(from|join) |sql\`)${name}\\b`).test(text)),
  );
  // What a merchant calls things, and what segments write themselves, is no change of a contact.
  const names = [
    "contact_fields",
    "contact_segments",
    "forms",
    "imports",
    "lists",
    "segments",
    "store_groups",
    "stores",
    "tags",
  ];
  const noted = read.filter(({ name }) => !names.includes(name));
  expect(noted.length).toBeGreaterThan(8);
  for (const { name, triggers } of noted) {
    expect({ name, triggers: triggers.sort() }).toEqual({ name, triggers: ["noted_anew", "noted_in", "noted_out"] });
  }
});

/** Of every family that somebody here writes, and some that follow from others. */
async function watch(shop: Shop) {
  const tags = await transact(shop.ctx, (ctx) => nameTags(ctx, ["T0", "T1", "T2"]));
  const list = await createList(shop.ctx, { name: "L0", description: "" });
  const tag = tags.map(({ publicId }) => publicId);
  const at = (field: string, operator: string, value?: unknown) => ({ field, operator, value });
  const conditions: Record<string, object> = {
    everybody: at("orders", ">=", "0"),
    "two orders": at("orders", ">=", "2"),
    spent: at("total-spent", "between", { from: "20", to: "120" }),
    lately: at("ordered", "at-least", 1),
    "never lately": { ...at("ordered", "never"), when: { operator: "in-last", value: 30 } },
    "by coupon": at("coupon-used", "any", ["SPRING"]),
    cancelled: at("cancelled", "at-least", 1),
    tagged: at("tag", "any", tag.slice(0, 2)),
    "not tagged": at("tag", "none", tag),
    "in the list": at("list", "any", [list.id]),
    "left a list": at("left-list", "at-least", 1),
    subscribed: at("email-consent", "any", ["subscribed"]),
    "changed their mind": at("consent-changed", "at-least", 2),
    "in Berlin": at("city", "is", "berlin"),
    "named by hand": at("first-name", "starts", "By hand"),
    "held back": at("held-back", "any", ["disabled", "suppressed"]),
    buyers: at("special-tag", "any", ["buyer"]),
    "has an account": at("has-account", "yes"),
    half: at("random-share", "within", { from: 0, to: 50, draw: 1 }),
  };
  const ids: Record<string, string> = {};
  for (const [name, include] of Object.entries(conditions))
    ids[name] = await makeSegment(shop.ctx, name, clean(include));
  const nested = await makeSegment(shop.ctx, "of two", at("segment", "all", [ids["two orders"], ids.subscribed]));
  await makeSegment(shop.ctx, "a rest", at("segment", "none", [nested, ids.tagged!]), at("city", "is", "Oslo"));
  await catchUp(shop.ctx);
}

const clean = (condition: object) => JSON.parse(JSON.stringify(condition)) as object;

/** Segment's name and contact's inner id. */
async function membership({ ctx }: Shop): Promise<string[]> {
  const rows = await database().sql`
    select g.name || ' ' || s.contact_id as one from segments g
    join contact_segments s on s.org_id = g.org_id and g.id = any(s.segs)
    where g.org_id = ${ctx.orgId} order by 1`;
  return rows.map(({ one }) => one as string);
}

async function asFresh(shop: Shop, after: [Happening, number][]) {
  while ((await keepUp(shop.ctx, { seconds: 60 })).waiting);
  const kept = await membership(shop);
  expect({ after, kept }).toEqual({ after, kept: await fresh(shop) });
  const counted: Record<string, number> = {};
  for (const [name, size] of Object.entries(await sizesByName(shop.ctx))) {
    counted[name] = kept.filter((one) => one.replace(/ \d+$/, "") === name).length;
    expect({ name, size }).toEqual({ name, size: counted[name] });
  }
  const [sums] = await database().sql`
    select (select coalesce(sum(cardinality(joined)), 0)::int from segment_changes where org_id = ${shop.ctx.orgId}) as told,
      (select coalesce(sum(joined), 0)::int from segment_days where org_id = ${shop.ctx.orgId}) as counted`;
  expect({ after, told: sums!.told }).toEqual({ after, told: sums!.counted });
}

/** Each condition asked of everybody, one statement a segment. */
async function fresh({ ctx }: Shop): Promise<string[]> {
  return transact(ctx, async (ctx) => {
    const at = await momentOf(ctx);
    const segments = await ctx.db.execute<{ name: string; definition: unknown }>(
      sql`select name, definition from segments where org_id = ${ctx.orgId}`,
    );
    const found: string[] = [];
    for (const { name, definition } of segments) {
      const rows = await ctx.db.execute<{ id: string }>(sql`
        select c.id from contacts c left join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
        where ${universe(ctx.orgId)} and ${predicate(definition, at)}`);
      found.push(...rows.map(({ id }) => `${name} ${id}`));
    }
    return found.sort();
  });
}

/** Where somebody began, and what their timeline tells since, is where they are; of merged people two begin. */
async function linesAgree(shop: Shop, before: string[]) {
  const { orgId } = shop.ctx;
  const { sql } = database();
  const rows = await sql<{ name: string; contact: string; sum: number }[]>`
    select g.name, m.contact_id as contact, sum(v.way)::int as sum
    from segment_changes m cross join lateral (values (1, m.joined), (-1, m."left")) as v(way, segs)
    join segments g on g.org_id = m.org_id and g.id = any(v.segs)
    where m.org_id = ${orgId} and not exists (
      select from contact_events e where e.org_id = m.org_id and e.contact_id = m.contact_id and e.kind = 'contact.merged')
      and exists (select from contacts c where c.org_id = m.org_id and c.id = m.contact_id)
    group by g.name, m.contact_id`;
  const [start, now] = [new Set(before), new Set(await membership(shop))];
  for (const { name, contact, sum } of rows) {
    const one = `${name} ${contact}`;
    expect({ one, sum }).toEqual({ one, sum: Number(now.has(one)) - Number(start.has(one)) });
  }
}
