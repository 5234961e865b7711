/** A real store's recorded deliveries, through the real door, in the order they came and in any other. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST } from "@/app/api/webhooks/[platform]/[store]/route";
import { woocommerce } from "@/lib/connectors/woocommerce";
import { advance } from "@/lib/sync/advance";
import { beginSync } from "@/lib/sync/sync";
import { database } from "@/lib/tenancy";
import { keep } from "@/lib/webhooks/inbox";
import { drain } from "@/lib/webhooks/process";
import { useTestDatabase } from "../support/db";
import { statesIn } from "../support/inbox";
import { makeOrganization, makeStore, type TestStore, useKey } from "../support/organization";
import { openRecordedStore, type RecordedStore } from "../support/recorded-store";
import { type Recording, recordings } from "../support/recordings";
import { snapshot } from "../support/snapshot";

useTestDatabase();
beforeAll(useKey);

const all = recordings();
const signed = all.filter((recording) => recording.headers["x-wc-webhook-signature"]);

function send(store: TestStore, recording: Recording) {
  const url = `http://app.example/api/webhooks/woocommerce/${store.publicId}`;
  const request = new Request(url, {
    method: "POST",
    headers: recording.headers,
    body: new Uint8Array(recording.body),
  });
  return POST(request, { params: Promise.resolve({ platform: "woocommerce", store: store.publicId }) });
}

describe("the recorded store's deliveries", () => {
  it("are all let in by their own signatures, and each is settled with its outcome", async () => {
    const ctx = await makeOrganization();
    const secrets = [...new Set(all.map((recording) => recording.secret))];
    for (const secret of secrets) {
      const store = await makeStore(ctx, { secret: secret || undefined });
      for (const recording of all.filter((one) => one.secret === secret)) {
        const answer = await send(store, recording);
        expect([recording.name, answer.status]).toEqual([recording.name, 200]);
      }
      await drain(ctx, { storeId: store.id });
    }
    const counts = await statesIn(ctx);
    expect(all.length).toBe(199);
    expect(counts.waiting).toBeUndefined();
    expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(signed.length);
    // Only the two bodies that say the webhook's owner lost its rights need a person.
    expect(counts.failed).toBe(2);
  });
});

describe("in any order, with repeats and losses, then a resync", () => {
  let store: RecordedStore;
  beforeAll(async () => {
    store = await openRecordedStore(all);
  });
  afterAll(() => store.close());

  /** Those of one portion come at the same moment, and are applied before the next. */
  async function play(letters: Letter[], portion: number) {
    const ctx = await makeOrganization();
    const { id } = await makeStore(ctx, { url: store.url });
    for (let at = 0; at < letters.length; at += portion) {
      const together = letters.slice(at, at + portion);
      await Promise.all(together.map((letter) => keep({ orgId: ctx.orgId, storeId: id, ...letter })));
      await drain(ctx, { storeId: id });
    }
    const syncId = await beginSync(ctx, { storeId: id, kind: "manual" });
    expect(await advance(ctx, { syncId, seconds: 60 })).toEqual({ done: true, waitSeconds: 0 });
    const [sync] = await database().sql`select state, error from syncs where org_id = ${ctx.orgId} and id = ${syncId}`;
    expect({ ...sync }).toEqual({ state: "done", error: null });
    return snapshot(ctx.orgId, id);
  }

  it("the database ends in the state of a store that was only read", async () => {
    const expected = await play([], 1);
    expect(expected.contacts.length).toBeGreaterThan(8);
    expect(expected.orders.length).toBeGreaterThan(10);
    expect(await play(letters, 7)).toEqual(expected);
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 5, max: 40 }), async (letters, portion) => {
        expect(await play(letters, portion)).toEqual(expected);
      }),
      { numRuns: 200, ...(process.env.SOAK ? {} : { seed: 20261121 }), endOnFailure: true },
    );
  }, 900_000);
});

const letters = signed.map((recording) => {
  const { topic, objectId } = woocommerce.read(recording, {});
  return { ...recording, topic, objectId, dedupeKey: woocommerce.dedupeKey(recording) };
});
type Letter = (typeof letters)[number];

/** A shuffled part of the deliveries, some of them twice. */
const history = fc
  .shuffledSubarray(letters, { minLength: 20 })
  .chain((some) => fc.tuple(fc.constant(some), fc.subarray(some)))
  .map(([some, again]) => [...some, ...again]);
