/** What the clock finds to do. */
import { beforeAll, describe, expect, it } from "vitest";
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
