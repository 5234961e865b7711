/** Choices made here on their way to a demo store over HTTP: told, refused, put off, declined. */
import { describe, expect, it } from "vitest";
import { hearClaims } from "@/lib/consent/apply";
import type { Claim } from "@/lib/consent/consent";
import { mergeContacts } from "@/lib/contacts/merge";
import { connectWithKeys } from "@/lib/stores/connect";
import { disconnectStore, pauseStore, resumeStore } from "@/lib/stores/manage";
import { showStore } from "@/lib/stores/stores";
import { database, transact } from "@/lib/tenancy";
import { retryWriteBacks } from "@/lib/write-back/stand";
import {
  base,
  begin,
  consentOf,
  contactOf,
  evidenceCount,
  hearStore,
  isDue,
  job,
  later,
  linesOf,
  optIn,
  optOut,
  read,
  shownBy,
  standOf,
  tellIt,
  useToldStores,
} from "../support/told-store";

useToldStores();

describe("an opt-out made here", () => {
  it("reaches the store in the change's own transaction and the plugin's own words, and stands on the timeline", async () => {
    const held = await begin();
    expect(await isDue(held)).toBe(false);
    await optOut(held);
    expect(await isDue(held)).toBe(true);
    expect(await standOf(held)).toMatchObject({ waiting: 1, written: 0 });
    expect(await tellIt(held)).toEqual({ told: 1, more: false });
    expect(shownBy(held)).toBe("no");
    expect(await standOf(held)).toMatchObject({ waiting: 0, written: 1, trouble: null });
    expect(await linesOf(held)).toEqual([
      { kind: "consent.written-back", channel: "email", to: "unsubscribed", store: "Northlight Candles" },
    ]);
    expect(await isDue(held)).toBe(false);
  });

  it("comes back from the store as nothing new: no evidence, no line, no later date", async () => {
    const held = await begin();
    await optOut(held);
    await tellIt(held);
    const stored = () => database().sql`select opted_out_at from consents where org_id = ${held.ctx.orgId}`;
    const before = { evidence: await evidenceCount(held), stored: await stored() };
    await hearStore(held);
    await read(held);
    expect({ evidence: await evidenceCount(held), stored: await stored() }).toEqual(before);
    expect(await consentOf(held)).toBe("unsubscribed");
    expect(await isDue(held)).toBe(false);
  });

  it("is not lifted by a store that says yes, before or after it was told, and says so once", async () => {
    const held = await begin();
    await optOut(held);
    const evidence = await evidenceCount(held);
    for (let night = 0; night < 3; night++) {
      held.shop.store.updateCustomer(held.account, { firstName: `Mira ${night}` });
      await hearStore(held);
      await read(held);
    }
    expect(await consentOf(held)).toBe("unsubscribed");
    await tellIt(held);
    held.shop.store.optIn(held.account);
    await hearStore(held);
    expect(await consentOf(held)).toBe("unsubscribed");
    // The yes of the first sync is the same words again.
    expect(await evidenceCount(held)).toBe(evidence);
  });

  it("of many goes 100 a call, each once", async () => {
    const held = await begin(230);
    const people = await database().sql`select id::int from contacts where org_id = ${held.ctx.orgId}`;
    const claim: Claim = { ...base, state: "unsubscribed", explicit: true, effectiveAt: new Date(), method: "member" };
    const claims = people.map(({ id }) => ({ contactId: id as number, claim }));
    await transact(job(held), (ctx) => hearClaims(ctx, claims, "Clientele"));
    expect(await standOf(held)).toMatchObject({ waiting: 230 });
    expect(await tellIt(held)).toEqual({ told: 230, more: false });
    expect(held.accounts.every((account) => shownBy(held, account) === "no")).toBe(true);
    expect(await linesOf(held)).toHaveLength(230);
  });

  it("of somebody without an account stays here, and says why", async () => {
    const held = await begin();
    held.shop.store.placeOrder({ billing: { email: "guest@example.com" }, optIn: true });
    await hearStore(held);
    await optOut(held, "guest@example.com");
    await tellIt(held);
    expect(await standOf(held)).toMatchObject({ waiting: 0, impossible: 1, trouble: null });
    expect(await linesOf(held)).toMatchObject([
      { kind: "consent.not-written", reason: expect.stringContaining("no account for this person") },
    ]);
  });

  it("of a guest is told once there is an account, also where others said yes since it could not be held", async () => {
    const held = await begin();
    for (const email of ["guest@example.com", "other@example.com"]) {
      held.shop.store.placeOrder({ billing: { email }, optIn: true });
      await hearStore(held);
      await optOut(held, email);
    }
    await tellIt(held);
    expect(await standOf(held)).toMatchObject({ waiting: 0, impossible: 2 });
    await optIn(held, { kind: "job", name: "Import" }, "import", "other@example.com");
    const account = held.shop.store.createCustomer({ email: "guest@example.com", optIn: true });
    held.shop.store.createCustomer({ email: "other@example.com" });
    await hearStore(held);
    expect(await consentOf(held, "guest@example.com")).toBe("unsubscribed");
    expect(await isDue(held)).toBe(true);
    expect(await tellIt(held)).toEqual({ told: 1, more: false });
    expect(shownBy(held, account)).toBe("no");
    expect(await standOf(held)).toMatchObject({ waiting: 0, written: 1, impossible: 1 });
  });

  it("of somebody whose account was deleted meanwhile stays here, and says why", async () => {
    const held = await begin();
    await optOut(held);
    held.shop.store.deleteCustomer(held.account);
    await tellIt(held);
    expect(await standOf(held)).toMatchObject({ waiting: 0, impossible: 1 });
    expect(await linesOf(held)).toMatchObject([
      { kind: "consent.not-written", reason: expect.stringContaining("no longer has this person’s account") },
    ]);
  });
});

describe("what is told to a store", () => {
  it("is never what it told itself", async () => {
    const held = await begin();
    held.shop.store.optOut(held.account);
    await hearStore(held);
    expect(await consentOf(held)).toBe("unsubscribed");
    expect(await standOf(held)).toMatchObject({ waiting: 0, written: 0 });
  });

  it("is a yes only where the person, or a member for them, said it", async () => {
    const held = await begin();
    await optOut(held);
    await tellIt(held);
    await optIn(held, { kind: "job", name: "Import" }, "import");
    expect(await consentOf(held)).toBe("subscribed");
    expect(await isDue(held)).toBe(false);
    await optOut(held);
    await optIn(held);
    await tellIt(held);
    expect(shownBy(held)).toBe("yes");
  });

  it("is also what a merge decided: whom the guest was who opted out, the account hears", async () => {
    const held = await begin();
    held.shop.store.placeOrder({ billing: { email: "guest@example.com" }, optIn: true });
    await hearStore(held);
    await optOut(held, "guest@example.com");
    await tellIt(held);
    const [survivor, loser] = [(await contactOf(held)).id, (await contactOf(held, "guest@example.com")).id];
    await transact(held.ctx, (ctx) => mergeContacts(ctx, [{ survivor, loser }]));
    expect(await consentOf(held)).toBe("unsubscribed");
    await tellIt(held);
    expect(shownBy(held)).toBe("no");
    expect(await standOf(held)).toMatchObject({ written: 1, waiting: 0, impossible: 0 });
  });

  it("waits no less when the contact is merged away before the store heard it: a yes is told for who is left", async () => {
    const held = await begin();
    const quiet = held.shop.store.createCustomer({ email: "quiet@example.com" });
    held.shop.store.placeOrder({ billing: { email: "guest@example.com" } });
    await hearStore(held);
    await optIn(held, undefined, undefined, "guest@example.com");
    const survivor = (await contactOf(held, "quiet@example.com")).id;
    const loser = (await contactOf(held, "guest@example.com")).id;
    await transact(held.ctx, (ctx) => mergeContacts(ctx, [{ survivor, loser }]));
    expect(await isDue(held)).toBe(true);
    expect(await tellIt(held)).toEqual({ told: 1, more: false });
    expect(shownBy(held, quiet)).toBe("yes");
    expect(await standOf(held)).toMatchObject({ written: 1, waiting: 0, impossible: 0 });
  });

  it("waits while the store is paused or disconnected, and goes on afterwards", async () => {
    const held = await begin();
    await pauseStore(held.ctx, { store: held.store });
    await optOut(held);
    expect(await isDue(held)).toBe(false);
    expect(await tellIt(held)).toEqual({ told: 0, more: false });
    await resumeStore(held.ctx, { store: held.store });
    await read(held);
    await disconnectStore(held.ctx, { store: held.store });
    expect(await tellIt(held)).toEqual({ told: 0, more: false });
    await connectWithKeys(held.ctx, { url: held.shop.url, ...held.shop.keys });
    await tellIt(held);
    expect(shownBy(held)).toBe("no");
  });
});

describe("a store that cannot be told", () => {
  const json = { "Content-Type": "application/json" };

  it.each<[string, { status: number; headers?: Record<string, string>; body: string }]>([
    ["asks for a pause", { status: 429, headers: { "Retry-After": "600" }, body: "slow down" }],
    ["falls over", { status: 500, body: "There has been a critical error on this website." }],
    ["is being repaired", { status: 503, headers: { "Retry-After": "600" }, body: "Briefly unavailable" }],
    ["hides behind a gateway's page", { status: 403, body: "<html>Checking your browser</html>" }],
    ["answers with less than it was asked", { status: 200, headers: json, body: '{"update":[]}' }],
  ])("because it %s is left alone for a while and told later; nothing is given up", async (_, bad) => {
    const held = await begin();
    await optOut(held);
    held.shop.misbehave({ ...bad, on: "POST" });
    expect(await tellIt(held)).toEqual({ told: 0, more: false });
    expect(shownBy(held)).toBe("yes");
    expect(await isDue(held)).toBe(false);
    const stand = await standOf(held);
    expect(stand).toMatchObject({ waiting: 1, trouble: expect.stringMatching(/\w/) });
    expect(stand.pausedUntil!.getTime()).toBeGreaterThan(Date.now() + (bad.headers?.["Retry-After"] ? 500_000 : 0));
    await later(held);
    expect(await tellIt(held)).toEqual({ told: 1, more: false });
    expect(shownBy(held)).toBe("no");
    expect(await linesOf(held)).toHaveLength(1);
    expect(await standOf(held)).toMatchObject({ trouble: null, pausedUntil: null });
  });

  it("gets longer pauses each time", async () => {
    const held = await begin();
    await optOut(held);
    const pauses: number[] = [];
    for (let time = 0; time < 4; time++) {
      held.shop.misbehave({ status: 500, body: "", on: "POST" });
      await tellIt(held);
      pauses.push((await standOf(held)).pausedUntil!.getTime() - Date.now());
      await later(held);
    }
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses[3]).toBeGreaterThan(4 * pauses[0]!);
  });

  it("because its key may only read says so at the top of its page, and is told with a key that may write", async () => {
    const held = await begin();
    const { consumerKey, consumerSecret } = held.shop.store.addKey("read");
    await connectWithKeys(held.ctx, { url: held.shop.url, consumerKey, consumerSecret }).catch(() => {});
    await optOut(held);
    await tellIt(held);
    expect(await standOf(held)).toMatchObject({ waiting: 1, trouble: expect.stringContaining("Read/Write") });
    expect((await showStore(held.ctx, { store: held.store })).trouble).toContain("Read/Write");
    expect(await isDue(held)).toBe(false);
    await connectWithKeys(held.ctx, { url: held.shop.url, ...held.shop.keys });
    expect(await isDue(held)).toBe(true);
    await tellIt(held);
    expect(shownBy(held)).toBe("no");
  });

  it("because its key was revoked keeps every choice", async () => {
    const held = await begin();
    await optOut(held);
    held.shop.store.revokeKey(held.shop.keys.consumerKey);
    await tellIt(held);
    expect(await standOf(held)).toMatchObject({ waiting: 1, trouble: expect.stringMatching(/key/) });
  });

  it("declines one choice for good: the merchant is told and can try again", async () => {
    const held = await begin(2);
    await optOut(held);
    await optOut(held, "mira1@example.com");
    const declined = { id: held.account, error: { code: "a_plugin", message: "Not this one.", data: { status: 400 } } };
    const fine = { id: held.accounts[1]! };
    for (let time = 0; time < 14; time++) {
      const update = time === 0 ? [declined, fine] : [declined];
      held.shop.misbehave({ status: 200, headers: json, body: JSON.stringify({ update }), on: "POST" });
      await tellIt(held);
      expect(await isDue(held)).toBe(false);
      await later(held);
    }
    expect(await standOf(held)).toMatchObject({ failed: 1, waiting: 0, trouble: "The store declined: Not this one." });
    expect(await linesOf(held)).toMatchObject([{ kind: "consent.written-back" }, { kind: "consent.not-written" }]);
    expect(await retryWriteBacks(held.ctx, { store: held.store })).toEqual({ count: 1 });
    await tellIt(held);
    expect(shownBy(held)).toBe("no");
    expect(await standOf(held)).toMatchObject({ failed: 0, written: 2 });
  });
});
