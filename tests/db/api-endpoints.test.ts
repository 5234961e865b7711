/** Endpoints of a merchant are told of changes: signed, once each, tried again, and given up on with a sentence. */
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { upsertContact } from "@/lib/api/contacts/upsert";
import { unsubscribeContact } from "@/lib/contacts/choices";
import { eraseContact } from "@/lib/contacts/erase";
import { deliverMessages, forgetOldMessages, testEndpoint } from "@/lib/endpoints/deliver";
import * as endpoints from "@/lib/endpoints/endpoints";
import { gatherMessages, settledUntil } from "@/lib/endpoints/gather";
import { signed } from "@/lib/endpoints/sign";
import { topics } from "@/lib/endpoints/topics";
import { openStore } from "@/lib/stores/open";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { writeLine } from "@/lib/timeline/write";
import { useTestDatabase } from "../support/db";
import { makeMember, makeOwner, type Person } from "../support/members";
import { useKey } from "../support/organization";
import { openReceiver, type Receiver } from "../support/receiver";

useTestDatabase();
useKey();

let receiver: Receiver;

beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());

/** An organization with a store and one endpoint that is told of everything. */
async function house() {
  const owner = await makeOwner();
  const open = { name: "Stall", currency: "EUR", country: "DE", timeZone: "UTC" };
  const { store } = await openStore(owner.ctx, open);
  receiver.secret = (await endpoints.createEndpoint(owner.ctx, { url: receiver.url, topics: [...topics] })).secret;
  const [{ id } = { id: "" }] = await endpoints.listEndpoints(owner.ctx);
  return { owner, ctx: owner.ctx, store, endpoint: id };
}

type House = Awaited<ReturnType<typeof house>>;

const upsert = ({ ctx, store }: House, email: string, more = {}) => upsertContact(ctx, { store, email, ...more });

/** Gathers, and delivers what is due for this house. */
async function tell({ owner }: House) {
  for (const { orgId, endpointId } of await gatherMessages()) {
    if (orgId === owner.orgId) await deliverMessages(jobOf(owner), { endpointId });
  }
}

const jobOf = (owner: Person): Ctx => ({ orgId: owner.orgId, actor: { kind: "job", name: "Webhooks" } });
const showOne = async (of: House) => (await endpoints.listEndpoints(of.ctx))[0]!;
const dueNow = ({ owner }: House) =>
  database().sql`update endpoint_messages set next_at = now() where org_id = ${owner.orgId}`;

beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = 200;
});

test("the signature is that of Standard Webhooks", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const headers = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}', new Date(1614265330 * 1000));
  expect(headers).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("what happens to a contact is told, once each, in the order in which it happened", async () => {
  const here = await house();
  const { id } = await upsert(here, "mira@example.org", { firstName: "Mira" });
  await upsert(here, "mira@example.org", { firstName: "Mirabel" });
  await unsubscribeContact(here.ctx, { contact: id, channel: "email" });
  await tell(here);
  await tell(here);
  expect(receiver.received.map(({ body }) => body.type)).toEqual([
    "contact.created",
    "contact.updated",
    "consent.changed",
  ]);
  expect(receiver.received.every(({ genuine }) => genuine)).toBe(true);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
  expect(receiver.received[2]!.body.data).toMatchObject({
    contact: { id, email: "mira@example.org", consent: { email: { state: "unsubscribed" } } },
    change: { kind: "consent.changed", by: "Maren", detail: { channel: "email", from: "never", to: "unsubscribed" } },
  });
  expect(JSON.stringify(receiver.received)).not.toMatch(/org_id|contact_id/);
});

test("an endpoint is told only what it asked for, from when it was made", async () => {
  const here = await house();
  await upsert(here, "before@example.org");
  await endpoints.changeEndpoint(here.ctx, { endpoint: here.endpoint, topics: ["contact.deleted"] });
  const { id } = await upsert(here, "gone@example.org", { firstName: "Gone" });
  await tell(here);
  expect(receiver.received).toEqual([]);
  await eraseContact(here.ctx, { contact: id, typed: "gone@example.org" });
  await tell(here);
  expect(receiver.received.map(({ body }) => body)).toMatchObject([
    { type: "contact.deleted", data: { contact: { id }, change: { kind: "contact.erased" } } },
  ]);
});

test("a message about somebody who was erased is not sent any more", async () => {
  const here = await house();
  const { id } = await upsert(here, "erased@example.org", { firstName: "Zelda" });
  await gatherMessages();
  await eraseContact(here.ctx, { contact: id, typed: "erased@example.org" });
  await tell(here);
  expect(receiver.received.map(({ body }) => body.type)).toEqual(["contact.deleted"]);
  const rows = await database().sql`select body from endpoint_messages where org_id = ${here.owner.orgId}`;
  expect(JSON.stringify(rows)).not.toContain("erased@example.org");
});

describe("an endpoint that fails", () => {
  test("is tried again later and later, and well again once it takes one", async () => {
    const here = await house();
    await upsert(here, "again@example.org");
    receiver.answer = 500;
    await tell(here);
    await tell(here);
    expect(receiver.received.length).toBe(1);
    const failing = await showOne(here);
    expect(failing).toMatchObject({ waiting: 1, recent: [{ attempts: 1, status: 500, state: "waiting" }] });
    expect(failing.trouble).toContain("No, thank you");
    await dueNow(here);
    await tell(here);
    const [second] = (await showOne(here)).recent;
    expect(second!.nextAt.getTime() - Date.now()).toBeGreaterThan(200_000);
    receiver.answer = 204;
    await dueNow(here);
    await tell(here);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    expect(await showOne(here)).toMatchObject({
      trouble: null,
      failingSince: null,
      waiting: 0,
      recent: [{ state: "delivered" }],
    });
  });

  test("for three days is given up on with a sentence, and goes on where it stopped when it is resumed", async () => {
    const here = await house();
    await upsert(here, "three@example.org");
    receiver.answer = 503;
    await tell(here);
    await database()
      .sql`update endpoints set failing_since = now() - interval '73 hours' where org_id = ${here.owner.orgId}`;
    await dueNow(here);
    await tell(here);
    expect(await showOne(here)).toMatchObject({ state: "disabled", trouble: expect.stringContaining("three days") });
    await upsert(here, "meanwhile@example.org");
    receiver.answer = 200;
    receiver.received.length = 0;
    await tell(here);
    expect(receiver.received).toEqual([]);
    await endpoints.resumeEndpoint(here.ctx, { endpoint: here.endpoint });
    await dueNow(here);
    await tell(here);
    expect(receiver.received.map(({ body }) => body.data.contact!.email).sort()).toEqual([
      "meanwhile@example.org",
      "three@example.org",
    ]);
  });

  test("or says that it is gone is told no more at once", async () => {
    const here = await house();
    await upsert(here, "gone410@example.org");
    receiver.answer = 410;
    await tell(here);
    expect(await showOne(here)).toMatchObject({ state: "disabled", recent: [{ state: "failed" }] });
  });

  test("sends nobody anywhere else: a redirect is a failure, and so is no server", async () => {
    const here = await house();
    receiver.answer = 302;
    await expect(endpoints.pauseEndpoint(here.ctx, here)).resolves.toBeUndefined();
    await expect(testEndpoint(here.ctx, here)).rejects.toMatchObject({ problem: "invalid" });
    receiver.answer = 200;
    await expect(testEndpoint(here.ctx, here)).resolves.toEqual({ status: 200 });
    expect(receiver.received.at(-1)).toMatchObject({ genuine: true, body: { type: "test" } });
  });
});

test("a paused endpoint is told what happened meanwhile when it goes on", async () => {
  const here = await house();
  await endpoints.pauseEndpoint(here.ctx, here);
  await upsert(here, "paused@example.org");
  await tell(here);
  expect(receiver.received).toEqual([]);
  await endpoints.resumeEndpoint(here.ctx, here);
  await tell(here);
  expect(receiver.received.length).toBe(1);
});

test("a line that is committed late is not stepped over, whatever came after it", async () => {
  const here = await house();
  const { id } = await upsert(here, "late@example.org");
  await tell(here);
  receiver.received.length = 0;
  const [row] = await database().sql`select id::int from contacts where public_id = ${id}`;
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  let begun = () => {};
  const written = new Promise<void>((done) => {
    begun = done;
  });
  const late = transact(here.ctx, async (ctx) => {
    await writeLine(ctx, row!.id, "contact.edited", { changes: [{ field: "late" }] });
    begun();
    await held;
  });
  await written;
  await upsert(here, "after@example.org");
  expect(await settledUntil(200)).toBe(0);
  await tellQuickly(here);
  expect(receiver.received).toEqual([]);
  release();
  await late;
  await tell(here);
  expect(receiver.received.map(({ body }) => body.type)).toEqual(["contact.updated", "contact.created"]);
});

/** Only what is settled already. */
async function tellQuickly({ owner }: House) {
  const rows = await database().orm.execute<{ id: number }>(
    sql`select id::int from endpoints where org_id = ${owner.orgId}`,
  );
  for (const { id } of rows) await deliverMessages(jobOf(owner), { endpointId: id });
}

test("two who deliver at the same time send each message once", async () => {
  const here = await house();
  for (let n = 0; n < 12; n++) await upsert(here, `twice-${n}@example.org`);
  const due = await gatherMessages();
  await gatherMessages();
  const [own] = due.filter(({ orgId }) => orgId === here.owner.orgId);
  const deliver = () => deliverMessages(jobOf(here.owner), { endpointId: own!.endpointId });
  await Promise.all([deliver(), deliver()]);
  expect(receiver.received.length).toBe(12);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(12);
});

test("addresses that are none, are private or not secure are refused where they are typed, and editors make none", async () => {
  const { ctx, orgId } = await makeOwner();
  const make = (url: string) => endpoints.createEndpoint(ctx, { url, topics: ["contact.created"] });
  await expect(make("nothing")).rejects.toMatchObject({ fields: { url: expect.any(String) } });
  await expect(make("ftp://shop.example")).rejects.toMatchObject({ problem: "invalid" });
  const editor = await makeMember(orgId, "editor");
  await expect(endpoints.listEndpoints(editor.ctx)).rejects.toMatchObject({ problem: "forbidden" });
});

test("settled messages are forgotten after 30 days", async () => {
  await database().sql`update endpoint_messages set settled_at = now() - interval '31 days' where state = 'delivered'`;
  expect(await forgetOldMessages()).toBeGreaterThan(0);
  expect(await forgetOldMessages()).toBe(0);
});
