/** What stands in a store's inbox, and what is put back into it. */
import { expect, it } from "vitest";
import { listDeliveries, showDelivery } from "@/lib/stores/inbox";
import { replayDelivery } from "@/lib/stores/manage";
import { type Ctx, database } from "@/lib/tenancy";
import { keep } from "@/lib/webhooks/inbox";
import { drain, waitingStores } from "@/lib/webhooks/process";
import { customerBody, signed } from "../support/bench-deliveries";
import { useTestDatabase } from "../support/db";
import { inboxOf } from "../support/inbox";
import { makeOrganization, makeStore, type TestStore, useKey } from "../support/organization";

useTestDatabase();
useKey();

it("a delivery is settled once, however many runs are at it, and once more when it is put back", async () => {
  const { ctx, store } = await withLetters(3);
  await Promise.all([0, 1, 2].map(() => drain(ctx, { storeId: store.id })));
  const settled = await inboxOf(ctx);
  expect(settled.map(({ state, attempts }) => [state, attempts])).toEqual([1, 2, 3].map(() => ["applied", 1]));
  const of = { store: store.publicId, delivery: settled[1]!.publicId };
  await replayDelivery(ctx, of);
  await replayDelivery(ctx, of);
  expect((await inboxOf(ctx)).map(({ state, attempts }) => [state, attempts])).toEqual([
    ["applied", 1],
    ["waiting", 1],
    ["applied", 1],
  ]);
  expect(await showDelivery(ctx, of)).toMatchObject({ state: "waiting", attempts: 1, settledAt: null, reason: null });
  expect(await drain(ctx, { storeId: store.id })).toEqual({ settled: 1, more: false });
  expect(await showDelivery(ctx, of)).toMatchObject({ state: "applied", attempts: 2, settledAt: expect.any(Date) });
});

it("the store's page tells waiting, applied and failed ones apart, and how long the oldest waits", async () => {
  const { ctx, store } = await withLetters(2);
  await drain(ctx, { storeId: store.id });
  await put(ctx, store, 9, "not JSON");
  await drain(ctx, { storeId: store.id });
  await put(ctx, store, 10);
  await put(ctx, store, 11);
  await database().sql`update webhook_deliveries set received_at = now() - interval '1 hour'
    where id = (select min(id) from webhook_waiting where org_id = ${ctx.orgId})`;
  const listed = async (state?: "waiting" | "applied" | "failed") =>
    (await listDeliveries(ctx, { store: store.publicId, state })).items.map((line) => [line.objectId, line.state]);
  expect(await listed()).toEqual([
    ...(await listed("waiting")),
    ...(await listed("failed")),
    ...(await listed("applied")),
  ]);
  expect((await listed("failed")).length).toBe(1);
  expect((await listed("waiting")).map(([id]) => id)).toEqual(["11", "10"]);
  const [waiting] = (await waitingStores()).filter(({ storeId }) => storeId === store.id);
  expect(waiting!.seconds).toBeGreaterThanOrEqual(3600);
});

async function withLetters(count: number) {
  const ctx = await makeOrganization();
  const store = await makeStore(ctx);
  for (let id = 1; id <= count; id++) await put(ctx, store, id);
  return { ctx, store };
}

async function put(ctx: Ctx, store: TestStore, id: number, body?: string) {
  const delivery = signed(store.secret, "customer.created", customerBody(id, `p${id}@example.com`));
  await keep({
    orgId: ctx.orgId,
    storeId: store.id,
    topic: "customer.created",
    objectId: String(id),
    dedupeKey: String(id),
    headers: delivery.headers,
    body: body ? Buffer.from(body) : delivery.body,
  });
}
