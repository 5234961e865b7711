/** Choices made here on their way to a demo store over HTTP: told, refused, cut off, repeated, overtaken, come back. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApi, storeById } from "@/lib/connection/store";
import { hearClaims } from "@/lib/consent/apply";
import type { Claim } from "@/lib/consent/consent";
import { unsubscribeContact } from "@/lib/contacts/choices";
import { mergeContacts } from "@/lib/contacts/merge";
import { type DemoStore, startDemoStore } from "@/lib/local/demo-store";
import { chooseKinds, connectWithKeys } from "@/lib/stores/connect";
import { disconnectStore, pauseStore, resumeStore } from "@/lib/stores/manage";
import { showStore } from "@/lib/stores/stores";
import { advance } from "@/lib/sync/advance";
import { beginSync } from "@/lib/sync/sync";
import { type Actor, type Ctx, database, transact } from "@/lib/tenancy";
import { drain } from "@/lib/webhooks/process";
import { storesToTell, takeDue } from "@/lib/write-back/due";
import { settle } from "@/lib/write-back/settle";
import { retryWriteBacks, writeBackStand } from "@/lib/write-back/stand";
import { writeBack } from "@/lib/write-back/write";
import { useTestDatabase } from "../support/db";
import { type Front, openFront } from "../support/front";
import { memberCtx } from "../support/members";
import { makeOrganization, useKey } from "../support/organization";

useTestDatabase();
let front: Front;
const shops: DemoStore[] = [];
beforeAll(async () => {
  useKey();
  front = await openFront();
});
afterAll(async () => {
  for (const shop of shops) await shop.stop();
  await front.close();
});

/** A connected store of so many customers who all said yes there, read once. */
async function begin(customers = 1) {
  const shop = await startDemoStore({ deliveryDelayMs: 600_000 });
  shops.push(shop);
  const accounts = Array.from({ length: customers }, (_, index) =>
    shop.store.createCustomer({ email: `mira${index}@example.com`, optIn: true }),
  );
  const { orgId } = await makeOrganization();
  const ctx = memberCtx(orgId, 1, "owner");
  const { consumerKey, consumerSecret } = shop.keys;
  const { store } = await connectWithKeys(ctx, { url: shop.url, consumerKey, consumerSecret });
  await chooseKinds(ctx, { store, kinds: ["subscriber", "buyer", "contact"] });
  const [row] = await database().sql`select id::int from stores where public_id = ${store}`;
  const held = { shop, ctx, store, storeId: row!.id as number, accounts, account: accounts[0]! };
  await read(held);
  return held;
}
type Held = Awaited<ReturnType<typeof begin>>;

async function read({ ctx, storeId }: { ctx: Ctx; storeId: number }) {
  const [sync] = await database().sql`select id::int from syncs where store_id = ${storeId} and state = 'running'`;
  const syncId = sync?.id ?? (await beginSync(ctx, { storeId, kind: "nightly" }));
  while (!(await advance(ctx, { syncId, seconds: 60 })).done);
}

const contactOf = async ({ ctx }: Held, email = "mira0@example.com") => {
  const [row] = await database().sql`select id::int, public_id as contact, email_consent as consent from contacts
    where org_id = ${ctx.orgId} and email = ${email}`;
  return row as unknown as { id: number; contact: string; consent: string };
};
const consentOf = async (held: Held) => (await contactOf(held)).consent;

/** By a member's hand, as of now. */
async function optOut(held: Held, email?: string) {
  await unsubscribeContact(held.ctx, { contact: (await contactOf(held, email)).contact, channel: "email" });
}

async function optIn(held: Held, actor: Actor = { kind: "person", name: "The person" }, method = "form") {
  const claim: Claim = { ...base, state: "subscribed", explicit: true, effectiveAt: new Date(), method };
  const { id } = await contactOf(held);
  await transact({ orgId: held.ctx.orgId, actor }, (ctx) => hearClaims(ctx, [{ contactId: id, claim }], "Clientele"));
}
const base = { channel: "email" as const, evidence: "the box at the form" };

const job = ({ ctx }: Held): Ctx => ({ orgId: ctx.orgId, actor: { kind: "job", name: "Clientele" } });
const tellIt = (held: Held) => writeBack(job(held), { storeId: held.storeId });
const standOf = ({ ctx, store }: Held) => writeBackStand(ctx, { store });

/** What the store itself shows of its first customer, or of this one. */
const shownBy = ({ shop, account }: Held, id = account) =>
  shop.store.customer(id).meta_data.find(({ key }) => key === "marketing_opt_in")?.value;

/** The store's news arrive here, whatever it has to tell. */
async function hearStore(held: Held) {
  await held.shop.flush();
  await drain(job(held), { storeId: held.storeId });
}

const linesOf = async ({ ctx }: Held) =>
  (
    await database().sql`select kind, detail from contact_events where org_id = ${ctx.orgId}
      and kind in ('consent.written-back', 'consent.not-written') order by id`
  ).map(({ kind, detail }) => ({ kind, ...detail })) as { kind: string; reason?: string }[];

const evidenceCount = async ({ ctx }: Held) =>
  (await database().sql`select count(*)::int as n from consent_evidence where org_id = ${ctx.orgId}`)[0]!.n as number;

/** Time passes: whatever waits for its moment is due. */
async function later({ ctx }: Held) {
  await database().sql`update stores set write_after = null where org_id = ${ctx.orgId}`;
  await database().sql`update write_backs set next_at = now() where org_id = ${ctx.orgId}`;
}

const isDue = async ({ storeId }: Held) => (await storesToTell()).some((one) => one.storeId === storeId);

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

describe("cut off in the middle", () => {
  it("when the answer is lost, it is told once more, without noise at the store, and written down once", async () => {
    const held = await begin();
    await optOut(held);
    held.shop.misbehave({ status: 200, body: "", lost: true, on: "POST" });
    expect(await tellIt(held)).toEqual({ told: 0, more: false });
    expect(shownBy(held)).toBe("no");
    await hearStore(held);
    const modified = held.shop.store.customer(held.account).date_modified_gmt;
    await later(held);
    expect(await tellIt(held)).toEqual({ told: 1, more: false });
    expect(held.shop.store.customer(held.account).date_modified_gmt).toBe(modified);
    expect(await linesOf(held)).toHaveLength(1);
    expect(await consentOf(held)).toBe("unsubscribed");
  });

  it("when we fall over after the store did it, another run tells it again once its time has come", async () => {
    const held = await begin();
    await optOut(held);
    const taken = await transact(job(held), (ctx) => takeDue(ctx, held.storeId));
    await openApi(taken!.store).writeConsent(taken!.due);
    expect(await isDue(held)).toBe(false);
    expect(await tellIt(held)).toEqual({ told: 0, more: false });
    await later(held);
    expect(await tellIt(held)).toEqual({ told: 1, more: false });
    expect(await linesOf(held)).toHaveLength(1);
  });

  it("by a newer choice, the newer one ends up at the store, whatever the store says of the older meanwhile", async () => {
    const held = await begin();
    await optOut(held);
    const taken = await transact(job(held), (ctx) => takeDue(ctx, held.storeId));
    await optIn(held);
    const answers = await openApi(taken!.store).writeConsent(taken!.due);
    await hearStore(held);
    expect(await consentOf(held)).toBe("subscribed");
    await transact(job(held), (ctx) => settle(ctx, taken!.store, taken!.due, answers));
    expect(await standOf(held)).toMatchObject({ waiting: 1, written: 0 });
    expect(await isDue(held)).toBe(true);
    await tellIt(held);
    await hearStore(held);
    expect(shownBy(held)).toBe("yes");
    expect(await consentOf(held)).toBe("subscribed");
  });
});

describe("what a store shows", () => {
  it("lowers nobody who opted in since, however often the record is touched, until it is turned there", async () => {
    const held = await begin();
    held.shop.store.optOut(held.account);
    await hearStore(held);
    await optIn(held, { kind: "job", name: "Import" }, "import");
    held.shop.store.updateCustomer(held.account, { firstName: "Touched" });
    await hearStore(held);
    await read(held);
    expect(await consentOf(held)).toBe("subscribed");
    held.shop.store.optIn(held.account);
    await hearStore(held);
    // Under another name: the very same message in the same second would count as a repeat.
    held.shop.store.updateCustomer(held.account, {
      firstName: "Turned",
      meta: [{ key: "marketing_opt_in", value: "no" }],
    });
    await hearStore(held);
    expect(await consentOf(held)).toBe("unsubscribed");
  });

  it("counts from when it is seen where a plugin turned it without a word", async () => {
    const held = await begin();
    await optOut(held);
    await optIn(held);
    await tellIt(held);
    await hearStore(held);
    held.shop.store.changeMetaSilently(held.account, "marketing_opt_in", "no");
    await hearStore(held);
    expect(await consentOf(held)).toBe("subscribed");
    await read(held);
    expect(await consentOf(held)).toBe("unsubscribed");
  });

  it("is heard after a write that never happened: an opt-out there still counts", async () => {
    const held = await begin();
    await optOut(held);
    held.shop.misbehave({ status: 500, body: "", on: "POST" });
    await tellIt(held);
    await optIn(held);
    held.shop.store.optOut(held.account);
    const store = await transact(held.ctx, (ctx) => storeById(ctx, held.storeId));
    expect(store.writeAfter).not.toBeNull();
    await hearStore(held);
    expect(await consentOf(held)).toBe("unsubscribed");
  });
});
