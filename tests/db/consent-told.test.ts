/** Each change of a consent is told to an endpoint once, as it was and as it is; what changes nothing is not told. */
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { POST } from "@/app/api/unsubscribe/[link]/route";
import { tellConsent } from "@/lib/api/contacts/consent";
import { upsertContact } from "@/lib/api/contacts/upsert";
import { subscribeContact, unsubscribeContact } from "@/lib/contacts/choices";
import { eraseContact } from "@/lib/contacts/erase";
import { mergeByHand } from "@/lib/contacts/merge-by-hand";
import { createEndpoint } from "@/lib/endpoints/endpoints";
import { gatherMessages } from "@/lib/endpoints/gather";
import { confirm, confirmationToken } from "@/lib/forms/confirm";
import { createForm } from "@/lib/forms/forms";
import { SignUp } from "@/lib/forms/given";
import { CreateForm } from "@/lib/forms/inputs";
import { shownForm } from "@/lib/forms/shown";
import { signUp } from "@/lib/forms/sign-up";
import { undoImport } from "@/lib/imports/begin";
import { choose, leaveAll, unsubscribe, unsubscribeByOneClick } from "@/lib/preferences/choose";
import { choiceToken } from "@/lib/preferences/links";
import { openStore } from "@/lib/stores/open";
import { database } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { carry } from "../support/imports";
import { address, makeOwner, visitor } from "../support/members";
import { useKey } from "../support/organization";
import { stageRows } from "../support/staged-rows";

useTestDatabase();
beforeAll(useKey);
afterEach(() => void vi.useRealTimers());

/** An organization that has a store, and an endpoint for changes of consent. */
async function house() {
  const { ctx } = await makeOwner();
  const { store } = await openStore(ctx, { name: "Stall", currency: "EUR", country: "DE", timeZone: "UTC" });
  await createEndpoint(ctx, { url: "https://127.0.0.1/hooks", topics: ["consent.changed"] });
  const [row] = await database().sql`select id::int from stores where public_id = ${store}`;
  return { ctx, store, storeId: row!.id as number, seen: 0 };
}
type House = Awaited<ReturnType<typeof house>>;

/** What was written for the endpoint since the last time: "email never → subscribed", in order. */
async function told(here: House): Promise<string[]> {
  await gatherMessages();
  await gatherMessages();
  const rows = await database().sql`select id::int, body from endpoint_messages
    where org_id = ${here.ctx.orgId} and id > ${here.seen} order by id`;
  here.seen = rows.at(-1)?.id ?? here.seen;
  return rows.map(({ body }) => {
    const { channel, from, to } = JSON.parse(body).data.change.detail;
    return `${channel} ${from} → ${to}`;
  });
}

const linkTo = ({ ctx, storeId }: House, contact: string, email: string) =>
  choiceToken({ orgId: ctx.orgId, storeId, contact, channel: "email", address: email });

const oneClick = (link: string) => {
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const request = new Request(`https://x.example/api/unsubscribe/${link}`, { method: "POST", body });
  return POST(request, { params: Promise.resolve({ link }) });
};

const subscribed = [{ channel: "email" as const, state: "subscribed" as const }];

test("by links from mails, with every link used twice", async () => {
  const here = await house();
  const email = address();
  const { id } = await upsertContact(here.ctx, { store: here.store, email, consent: subscribed });
  expect(await told(here)).toEqual(["email never → subscribed"]);
  const link = linkTo(here, id, email);
  const acts: [() => Promise<unknown>, string[]][] = [
    [() => oneClick(link), ["email subscribed → unsubscribed"]],
    [() => choose({ link, channels: ["email"], lists: [] }), ["email unsubscribed → subscribed"]],
    [() => unsubscribe({ link, reason: "" }), ["email subscribed → unsubscribed"]],
    [() => choose({ link, channels: ["email"], lists: [] }), ["email unsubscribed → subscribed"]],
    [
      () => leaveAll({ link, reason: "" }),
      ["email subscribed → unsubscribed", "sms never → unsubscribed", "push never → unsubscribed"],
    ],
  ];
  for (const [act, changes] of acts) {
    await act();
    expect((await told(here)).sort()).toEqual(changes.sort());
    await act();
    expect(await told(here)).toEqual([]);
  }
});

test("by programs, members and files, and by the undo of a file", async () => {
  const here = await house();
  const email = address();
  const { id: contact } = await upsertContact(here.ctx, { store: here.store, email });
  const statement = "Told us so at the counter of the shop.";
  const agreed = () => ({ contact, channel: "email" as const, statement, at: new Date().toISOString() });
  const file = async (opt_in_at: string) => {
    const made = await stageRows(here.ctx, here.storeId, [{ email, email_consent: "subscribed", opt_in_at }]);
    await carry(here.ctx, made.publicId);
    return made.publicId;
  };
  await tellConsent(here.ctx, { contact, channel: "sms", state: "unsubscribed" });
  expect(await told(here)).toEqual(["sms never → unsubscribed"]);
  await tellConsent(here.ctx, { contact, channel: "sms", state: "unsubscribed" });
  expect(await told(here)).toEqual([]);
  await subscribeContact(here.ctx, agreed());
  expect(await told(here)).toEqual(["email never → subscribed"]);
  await expect(subscribeContact(here.ctx, agreed())).rejects.toMatchObject({ problem: "conflict" });
  await unsubscribeContact(here.ctx, { contact, channel: "email" });
  expect(await told(here)).toEqual(["email subscribed → unsubscribed"]);
  await file("2020-01-01T00:00:00Z");
  expect(await told(here)).toEqual([]);
  const lifted = await file(new Date().toISOString());
  expect(await told(here)).toEqual(["email unsubscribed → subscribed"]);
  await undoImport(here.ctx, { import: lifted });
  await carry(here.ctx, lifted);
  expect(await told(here)).toEqual(["email subscribed → unsubscribed"]);
});

async function askedAt(here: House, email: string): Promise<string> {
  const words = { name: email, title: "News", agreement: "Yes.", button: "Go", thanks: "Thanks.", intro: "", list: "" };
  const made = CreateForm.parse({ ...words, store: here.store, fields: [], doubleOptIn: true, origins: "" });
  const { form } = await createForm(here.ctx, made);
  vi.useFakeTimers({ now: Date.now() - 60_000, toFake: ["Date"] });
  const { paper } = (await shownForm(form))!;
  vi.useRealTimers();
  await signUp(SignUp.parse({ form, paper, agree: true, email }), visitor());
  const [row] = await database()
    .sql`select id::int from form_signups where org_id = ${here.ctx.orgId} and email = ${email}`;
  return confirmationToken({ orgId: here.ctx.orgId, id: row!.id });
}

test("by a sign-up that is confirmed, merged, and clicked at again", async () => {
  const here = await house();
  const [email, other] = [address(), address()];
  const link = await askedAt(here, email);
  expect(await told(here)).toEqual(["email never → pending"]);
  await Promise.all([confirm({ link }), confirm({ link })]);
  expect(await told(here)).toEqual(["email pending → subscribed"]);
  const [row] = await database().sql`select public_id as id from contacts where org_id = ${here.ctx.orgId}`;
  const { id: ended } = await upsertContact(here.ctx, { store: here.store, email: other, consent: subscribed });
  await tellConsent(here.ctx, { contact: ended, channel: "email", state: "unsubscribed" });
  expect(await told(here)).toEqual(["email never → subscribed", "email subscribed → unsubscribed"]);
  await mergeByHand(here.ctx, { contact: row!.id, other: ended });
  expect(await told(here)).toEqual(["email subscribed → unsubscribed"]);
  await confirm({ link });
  await unsubscribeByOneClick(linkTo(here, ended, other));
  expect(await told(here)).toEqual([]);
});

test("after an erasure, by a damaged link or that of another organization, nothing is told", async () => {
  const [here, there] = [await house(), await house()];
  const email = address();
  const link = await askedAt(here, email);
  const [row] = await database().sql`select public_id as id from contacts where org_id = ${here.ctx.orgId}`;
  const theirs = await upsertContact(there.ctx, { store: there.store, email, consent: subscribed });
  expect([await told(here), await told(there)]).toEqual([["email never → pending"], ["email never → subscribed"]]);
  // Of the other's contact, sealed for this organization: it is nobody here.
  await unsubscribeByOneClick(linkTo(here, theirs.id, address()));
  const mine = linkTo(here, row!.id, email);
  for (const bent of [mine.slice(0, -2), `${mine}x`, link, ""])
    await expect(unsubscribeByOneClick(bent)).rejects.toMatchObject({ problem: "not-found" });
  await eraseContact(here.ctx, { contact: row!.id, typed: email });
  await oneClick(mine);
  await choose({ link: mine, channels: ["email"], lists: [] });
  await expect(confirm({ link })).rejects.toMatchObject({ problem: "not-found" });
  expect([await told(here), await told(there)]).toEqual([[], []]);
  const [left] = await database()
    .sql`select email_consent as state, email from contacts where org_id = ${here.ctx.orgId}`;
  expect(left).toEqual({ state: "never", email: null });
});
