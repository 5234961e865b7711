/** What the clock finds to do. */
import { beforeAll, describe, expect, it } from "vitest";
import { noteLeftCheckouts } from "@/lib/stores/left-open";
import { passOver, storesDueForLook, storesDueTonight } from "@/lib/stores/upkeep";
import { stuckSyncs } from "@/lib/sync/sync";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makeOrganization, makeStore, useKey } from "../support/organization";

useTestDatabase();
beforeAll(useKey);

/** One store in each whole-hour zone of the world, so that every hour of the day is somewhere. */
async function aroundTheWorld() {
  const ctx = await makeOrganization();
  const stores = new Map<number, number>();
  for (let offset = -11; offset <= 12; offset++) {
    const { id } = await makeStore(ctx);
    const zone = offset === 0 ? "UTC" : `Etc/GMT${offset > 0 ? "-" : "+"}${Math.abs(offset)}`;
    await database().sql`update stores set time_zone = ${zone} where id = ${id}`;
    stores.set(id, (new Date().getUTCHours() + offset + 24) % 24);
  }
  return { ctx, hourOf: (id: number) => stores.get(id)! };
}

describe("the night", () => {
  it("comes for a store between 02:00 and 06:00 of its own zone, by 05:00 at the latest, once", async () => {
    const { ctx, hourOf } = await aroundTheWorld();
    const due = (await storesDueTonight()).filter((store) => store.orgId === ctx.orgId).map((store) => store.storeId);
    for (const id of due) expect([2, 3, 4, 5]).toContain(hourOf(id));
    const [late] = await database().sql`select id::int from stores where org_id = ${ctx.orgId}
      and extract(hour from now() at time zone time_zone) = 5`;
    expect(due).toContain(late!.id);
    expect(await passOver(ctx, { storeId: late!.id, kind: "nightly" })).toBe(true);
    expect(await passOver(ctx, { storeId: late!.id, kind: "nightly" })).toBe(false);
    expect((await storesDueTonight()).map((store) => store.storeId)).not.toContain(late!.id);
  });

  it("is spread: stores of one zone do not all start in one minute", async () => {
    const [row] = await database().sql`select count(distinct abs(hashint8(id)::bigint) % 180)::int as minutes
      from generate_series(1, 1000) as id`;
    expect(row!.minutes).toBeGreaterThan(170);
  });
});

describe("a checkout that was left", () => {
  /** Each with the minutes since its last change; `bought`: an order came after it. */
  async function left(checkouts: { minutes: number; status?: string; ended?: true; bought?: true }[]) {
    const ctx = await makeOrganization();
    const { id: store } = await makeStore(ctx);
    const { sql } = database();
    for (const [n, { minutes, status = "draft", ended, bought }] of checkouts.entries()) {
      const [person] = await sql`insert into contacts (org_id, store_id, source, email, born_at)
        values (${ctx.orgId}, ${store}, 'ecommerce', ${`p${n}@example.org`}, now()) returning id`;
      const order = (number: string, status: string, minutes: number) => sql`
        insert into orders (org_id, store_id, external_id, contact_id, number, status, platform_status, currency, total,
          placed_at, updated_at, ended_at, person)
        values (${ctx.orgId}, ${store}, ${number}, ${person!.id}, ${number}, ${status}, ${status}, 'EUR', 24,
          now() - ${minutes}::int * interval '1 minute', now() - ${minutes}::int * interval '1 minute',
          case when ${ended ?? false} then now() end, '{}')`;
      await order(`c${n}`, status, minutes);
      if (bought) await order(`o${n}`, "placed", minutes - 1);
    }
    const lines = async () => {
      const rows = await sql`select c.email, e.detail->>'total' as total from contact_events e
        join contacts c on c.org_id = e.org_id and c.id = e.contact_id
        where e.org_id = ${ctx.orgId} and e.kind = 'checkout.abandoned' order by c.email`;
      return rows.map(({ email, total }) => `${email} ${total}`);
    };
    return { ctx, lines };
  }

  it("for an hour is a line of the timeline, once, unless it was finished, or something was bought since", async () => {
    const { ctx, lines } = await left([
      { minutes: 61 },
      { minutes: 59 },
      { minutes: 300, status: "pending" },
      { minutes: 300, bought: true },
      { minutes: 300, ended: true },
      { minutes: 300, status: "placed" },
      { minutes: 31 * 24 * 60 },
    ]);
    await noteLeftCheckouts();
    expect(await lines()).toEqual(["p0@example.org 24", "p2@example.org 24"]);
    await database().sql`update orders set updated_at = updated_at - interval '2 minutes' where org_id = ${ctx.orgId}`;
    await noteLeftCheckouts();
    expect(await lines()).toEqual(["p0@example.org 24", "p1@example.org 24", "p2@example.org 24"]);
  });
});

describe("through the day", () => {
  it("a store is looked after unless a pass ran within 25 minutes, or it is paused", async () => {
    const ctx = await makeOrganization();
    const [idle, busy, paused] = [await makeStore(ctx), await makeStore(ctx), await makeStore(ctx)];
    await passOver(ctx, { storeId: busy.id, kind: "light" });
    await database().sql`update stores set state = 'paused' where id = ${paused.id}`;
    const due = (await storesDueForLook()).filter((store) => store.orgId === ctx.orgId);
    expect(due).toEqual([{ orgId: ctx.orgId, storeId: idle.id }]);
  });

  it("a pass that stands still for five minutes is found, one that moves is not", async () => {
    const ctx = await makeOrganization();
    const [still, moving] = [await makeStore(ctx), await makeStore(ctx)];
    for (const store of [still, moving]) await passOver(ctx, { storeId: store.id, kind: "light" });
    await database().sql`update syncs set progressed_at = now() - interval '6 minutes' where store_id = ${still.id}`;
    const stuck = (await stuckSyncs()).filter((sync) => sync.orgId === ctx.orgId);
    expect(stuck.map((sync) => sync.storeId)).toEqual([still.id]);
  });
});
