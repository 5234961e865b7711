/** What operators do across organizations, on a real database and a real demo store. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logIn } from "@/lib/accounts";
import { type DemoStore, startDemoStore } from "@/lib/local/demo-store";
import {
  addMember,
  listEveryStore,
  makeOwner,
  replayDeliveries,
  resetPasswordOf,
  storeMeant,
  syncStore,
} from "@/lib/operations";
import { carryThrough } from "@/lib/sync/carry";
import { database } from "@/lib/tenancy";
import { drain } from "@/lib/webhooks/process";
import { useTestDatabase } from "../support/db";
import { statesIn } from "../support/inbox";
import { deeds, deliver, operator, visitor } from "../support/operators";
import { makeOrganization, makeStore, useKey } from "../support/organization";

const password = "several good words";

useTestDatabase();

let shop: DemoStore;
beforeAll(async () => {
  useKey();
  shop = await startDemoStore({ customers: 30, seed: "operators" });
});
afterAll(() => shop.stop());

describe("stores", () => {
  it("of every organization are listed with how they are", async () => {
    const [one, other] = [await makeOrganization("One"), await makeOrganization("Other")];
    const made = [await makeStore(one), await makeStore(other)];
    const lines = await listEveryStore();
    const ours = lines.filter(({ id }) => made.some(({ publicId }) => publicId === id));
    expect(ours.map(({ organization }) => organization).sort()).toEqual([one.slug, other.slug].sort());
    expect(ours[0]).toMatchObject({ state: "active", contacts: 0, waiting: 0, failed: 0, lastSync: null });
  });

  it("are meant by id, address, host or a name that only one has", async () => {
    const ctx = await makeOrganization();
    const store = await makeStore(ctx, { url: "https://candles.example" });
    for (const meant of [store.publicId, "https://candles.example/", "candles.example"]) {
      expect(await storeMeant(operator, meant)).toMatchObject({ id: store.publicId, ctx: { orgId: ctx.orgId } });
    }
    await makeStore(ctx);
    await expect(storeMeant(operator, "outlet")).rejects.toMatchObject({ problem: "conflict" });
    await expect(storeMeant(operator, "nobody.example")).rejects.toMatchObject({ problem: "not-found" });
  });

  it("are read anew when an operator asks, and the organization sees who asked", async () => {
    const ctx = await makeOrganization();
    const { publicId } = await makeStore(ctx, { url: shop.url, keys: shop.keys });
    const { syncId, ctx: theirs } = await syncStore(operator, { store: publicId });
    await expect(syncStore(operator, { store: publicId })).rejects.toMatchObject({ problem: "conflict" });
    const told: number[] = [];
    const end = await carryThrough(theirs, { syncId }, ({ ordersDone }) => told.push(ordersDone));
    expect(end).toMatchObject({ state: "done", error: null, customersDone: shop.truth().customers.length });
    expect(told.at(-1)).toBe(end.ordersDone);
    expect(await deeds(ctx)).toMatchObject([{ actor_name: "Olga", verb: "store.sync-started" }]);
  });

  it("that refuse their key end the sync with the reason", async () => {
    const ctx = await makeOrganization();
    const { publicId } = await makeStore(ctx, { url: shop.url });
    const { syncId } = await syncStore(operator, { store: publicId });
    const end = await carryThrough(ctx, { syncId }, () => {});
    expect(end.state).toBe("failed");
    expect(end.error).toMatch(/key/i);
  });
});

describe("replaying", () => {
  it("puts the deliveries of one state of one store back, applies them, and leaves all others alone", async () => {
    const ctx = await makeOrganization();
    const [store, another] = [await makeStore(ctx), await makeStore(ctx)];
    for (const { id } of [store, another]) await deliver(ctx, id);
    expect(await statesIn(ctx)).toEqual({ failed: 2, ignored: 2 });
    const { count } = await replayDeliveries(operator, { store: store.publicId, state: "failed" });
    expect(count).toBe(1);
    expect(await statesIn(ctx)).toEqual({ failed: 1, ignored: 2, waiting: 1 });
    await drain(ctx, { storeId: store.id });
    expect(await statesIn(ctx)).toEqual({ failed: 2, ignored: 2 });
    const [deed, ...more] = await deeds(ctx);
    expect(deed).toMatchObject({ verb: "deliveries.replayed", detail: { state: "failed", count: 1 } });
    expect(more).toEqual([]);
  });

  it("of nothing changes and tells nothing", async () => {
    const ctx = await makeOrganization();
    const { publicId } = await makeStore(ctx);
    expect(await replayDeliveries(operator, { store: publicId, state: "failed" })).toMatchObject({ count: 0 });
    expect(await deeds(ctx)).toEqual([]);
  });
});

describe("people", () => {
  it("made by an operator log in, and the trail says by whom they came", async () => {
    const organization = "Operated";
    const { slug } = await makeOwner(operator, {
      email: "o@p.example",
      name: "Ola",
      password,
      organization,
      timeZone: "UTC",
    });
    await addMember(operator, { organization: slug, email: "v@p.example", name: "Vera", password, role: "viewer" });
    const { userId } = await logIn({ email: "v@p.example", password }, visitor);
    const [row] = await database().sql`select org_id::int as "orgId", role from members where user_id = ${userId}`;
    expect(row?.role).toBe("viewer");
    expect((await deeds({ orgId: row?.orgId })).map(({ verb }) => verb)).toEqual(["owner.made", "member.added"]);
    const again = addMember(operator, { organization: slug, email: "v@p.example", name: "V", password, role: "owner" });
    await expect(again).rejects.toMatchObject({ problem: "conflict" });
    const nowhere = addMember(operator, {
      organization: "nowhere",
      email: "w@p.example",
      name: "W",
      password,
      role: "owner",
    });
    await expect(nowhere).rejects.toMatchObject({ problem: "not-found" });
  });

  it("with a new password no longer use the old one, and their organization's trail tells it", async () => {
    const person = { email: "r@p.example", name: "Rita", password, organization: "Reset", timeZone: "UTC" };
    await makeOwner(operator, person);
    await resetPasswordOf(operator, { email: person.email, password: "quite other words" });
    await expect(logIn({ email: person.email, password }, visitor)).rejects.toMatchObject({
      problem: "unauthenticated",
    });
    const { userId } = await logIn({ email: person.email, password: "quite other words" }, visitor);
    const [row] = await database().sql`select org_id::int as "orgId" from members where user_id = ${userId}`;
    expect((await deeds({ orgId: row?.orgId })).map(({ verb }) => verb)).toEqual([
      "owner.made",
      "member.password-reset",
    ]);
  });
});
