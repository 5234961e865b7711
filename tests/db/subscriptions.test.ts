/** What a member does with one person's choices and switches, each rule of product.md by its sentence. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressHash } from "@/lib/address-hash";
import { SubscribeContact, subscribeContact, unsubscribeContact } from "@/lib/contacts/choices";
import { listContacts } from "@/lib/contacts/directory";
import { everything } from "@/lib/contacts/directory/params";
import { contactVersion, showContact } from "@/lib/contacts/profile";
import { showSubscriptions } from "@/lib/contacts/subscriptions";
import { disableContact, excludeContact } from "@/lib/contacts/switches";
import { joinList, leaveList } from "@/lib/lists/lists";
import { absorb } from "@/lib/records/absorb";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { makeMember, makeOwner, type Person } from "../support/members";
import { makeStore, useKey } from "../support/organization";
import { customer, day, news, optIn, optOut } from "../support/people";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
beforeAll(useKey);

let owner: Person;
let ctx: Ctx;
let take: (...changes: Parameters<typeof news>) => Promise<unknown>;
let number = 0;

beforeAll(async () => {
  owner = await makeOwner();
  ctx = owner.ctx;
  const { id } = await makeStore(ctx);
  const selection = ["subscriber" as const, "buyer" as const, "contact" as const];
  const own = { id, label: "WooCommerce · Outlet", country: "DE", currency: "EUR", selection };
  const store = { ...own, home: own, peopleOnly: false };
  take = (...changes) => transact(ctx, (ctx) => absorb(ctx, store, news(...changes)));
});

/** Somebody new of the store, who said this of mails. Gives the public id. */
async function somebody(...consents: ReturnType<typeof optIn>[]): Promise<string> {
  const email = `p${++number}@example.com`;
  await take(customer(String(number), email, { consents, person: { phone: `+4917055501${10 + number}` } }));
  const [row] = await database().sql`select public_id from contacts where org_id = ${ctx.orgId} and email = ${email}`;
  return row!.public_id;
}

async function makeList(name: string): Promise<string> {
  const [row] = await database()
    .sql`insert into lists (org_id, name) values (${ctx.orgId}, ${`${name} ${++number}`}) returning public_id`;
  return row!.public_id;
}

const timeline = async (contact: string) =>
  (
    await database()
      .sql`select e.kind from contact_events e join contacts c on c.org_id = e.org_id and c.id = e.contact_id
      where c.public_id = ${contact} and e.actor_kind = 'member' and e.kind <> 'contact.created'
        and e.at > now() - interval '1 hour' order by e.id`
  ).map((row) => row.kind as string);

const trail = async (contact: string) =>
  (await database().sql`select verb from audit_trail where subject = ${`contact ${contact}`} order by id`).map(
    (row) => row.verb as string,
  );

const emailOf = async (contact: string) => (await showSubscriptions(ctx, { contact })).consent[0]!;
const agreed = (contact: string, at: Date) =>
  subscribeContact(ctx, { contact, channel: "email", statement: "Asked for it in the shop.", at: at.toISOString() });
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe("unsubscribing somebody by hand", () => {
  test("holds at once, with who did it and why as evidence, on the timeline and in the trail", async () => {
    const contact = await somebody(optIn(day(1)));
    const { channels } = await unsubscribeContact(ctx, { contact, channel: "email", reason: "Asked\nby phone" });
    expect(channels).toEqual(["email"]);
    expect(await emailOf(contact)).toMatchObject({
      state: "unsubscribed",
      last: {
        before: "subscribed",
        method: "member",
        actor: "Maren",
        evidence: "Unsubscribed by Maren: Asked by phone",
      },
    });
    expect(await timeline(contact)).toContain("consent.changed");
    expect(await trail(contact)).toEqual(["contact.unsubscribed"]);
    expect(await showContact(ctx, { contact })).toMatchObject({ specialTags: ["contact"] });
  });

  test("without a channel leaves every channel the person could be reached on, and no other", async () => {
    const contact = await somebody();
    expect(await unsubscribeContact(ctx, { contact })).toEqual({ channels: ["email", "sms"] });
    const { consent } = await showSubscriptions(ctx, { contact });
    expect(consent.map(({ state }) => state)).toEqual(["unsubscribed", "unsubscribed", "never"]);
  });

  test("twice writes nothing the second time", async () => {
    const contact = await somebody(optIn(day(1)));
    await unsubscribeContact(ctx, { contact });
    const [lines, verbs] = [await timeline(contact), await trail(contact)];
    expect(await unsubscribeContact(ctx, { contact })).toEqual({ channels: [] });
    expect(await timeline(contact)).toEqual(lines);
    expect(await trail(contact)).toEqual(verbs);
  });

  test("holds also where the store's clock runs ahead of ours", async () => {
    const contact = await somebody(optIn(ago(-120)));
    await unsubscribeContact(ctx, { contact, channel: "email" });
    expect(await emailOf(contact)).toMatchObject({ state: "unsubscribed" });
  });

  test("is not undone by a store that still shows the old opt-in", async () => {
    const contact = await somebody(optIn(day(1)));
    await unsubscribeContact(ctx, { contact });
    const { email } = await showContact(ctx, { contact });
    await take(
      customer(String(number), email!, { updatedAt: day(9), consents: [optIn(day(8)), optIn(day(1), false)] }),
    );
    expect(await emailOf(contact)).toMatchObject({ state: "unsubscribed" });
  });
});

describe("recording an opt-in by hand", () => {
  test("subscribes who never chose, as of the day they said so, and the sentence is kept", async () => {
    const contact = await somebody();
    await agreed(contact, ago(600));
    expect(await emailOf(contact)).toMatchObject({
      state: "subscribed",
      last: { before: "never", method: "member", evidence: "Asked for it in the shop. (recorded by Maren)" },
    });
    const { emailConsentAt, specialTags } = await showContact(ctx, { contact });
    expect(new Date(emailConsentAt!).getTime()).toBeLessThan(ago(599).getTime());
    expect(specialTags).toEqual(["subscriber"]);
    expect(await trail(contact)).toEqual(["contact.subscribed"]);
  });

  test("lifts an opt-out only when it is newer than that", async () => {
    const left = ago(300);
    const contact = await somebody(optOut(left));
    for (const at of [ago(301), left]) {
      await expect(agreed(contact, at)).rejects.toMatchObject({
        problem: "invalid",
        fields: { at: expect.any(String) },
      });
    }
    expect(await emailOf(contact)).toMatchObject({ state: "unsubscribed" });
    await agreed(contact, ago(200));
    expect(await emailOf(contact)).toMatchObject({ state: "subscribed" });
  });

  test("in the future is refused", async () => {
    const contact = await somebody();
    await expect(agreed(contact, ago(-10))).rejects.toMatchObject({ problem: "invalid" });
    expect(await emailOf(contact)).toMatchObject({ state: "never", last: null });
  });

  test("reads a clock's time as the organization's own", async () => {
    const contact = await somebody();
    const input = { contact, channel: "email" as const, statement: "Signed a card at the fair." };
    await subscribeContact(ctx, { ...input, at: "2026-01-15T12:00" });
    // The organization is in Oslo, an hour ahead of UTC in winter.
    expect((await emailOf(contact)).since).toBe("2026-01-15T11:00:00.000000Z");
  });

  test("is refused for an address that bounced, complained or is invalid; the merchant's own blacklist does not forbid it", async () => {
    for (const reason of ["bounce", "complaint", "invalid", "erased", "manual"]) {
      const contact = await somebody();
      const { email } = await showContact(ctx, { contact });
      await database().sql`insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
        values (${ctx.orgId}, 'email', ${reason === "erased" ? null : email}, ${addressHash(ctx.orgId, email!)}, ${reason},
          'Test')`;
      const attempt = agreed(contact, ago(5));
      if (reason === "manual") await attempt;
      else
        await expect(attempt).rejects.toMatchObject({
          problem: "invalid",
          message: expect.stringContaining("address"),
        });
      expect(await emailOf(contact)).toMatchObject({
        state: reason === "manual" ? "subscribed" : "never",
        suppressed: reason === "erased" ? null : reason,
      });
    }
  });

  test("is refused where there is no address, and where they are subscribed already", async () => {
    const contact = await somebody(optIn(day(1)));
    await expect(agreed(contact, ago(5))).rejects.toMatchObject({ problem: "conflict" });
    const push = {
      contact,
      channel: "push" as const,
      statement: "Allowed it in the browser.",
      at: day(2).toISOString(),
    };
    await expect(subscribeContact(ctx, push)).rejects.toMatchObject({ problem: "invalid" });
  });

  test("needs a sentence and a real date", () => {
    const input = {
      contact: crypto.randomUUID(),
      channel: "email",
      statement: "Signed a card.",
      at: "2026-11-03T14:05",
    };
    expect(SubscribeContact.safeParse(input).success).toBe(true);
    for (const wrong of [
      { statement: "" },
      { statement: "yes" },
      { at: "" },
      { at: "2026-02-31T10:00" },
      { at: "now" },
    ]) {
      expect(SubscribeContact.safeParse({ ...input, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
    }
  });
});

describe("the switches", () => {
  test("excluding and letting in again brings the memberships back exactly as they were, and raises no consent", async () => {
    const contact = await somebody(optOut(day(3)));
    const [winter, left] = [await makeList("Winter club"), await makeList("Left long ago")];
    await joinList(ctx, { contact, list: winter });
    await joinList(ctx, { contact, list: left });
    await leaveList(ctx, { contact, list: left });
    const facts = () => database().sql`select m.*, c.email_consent, c.email_consent_at
      from list_members m join contacts c on c.org_id = m.org_id and c.id = m.contact_id where c.public_id = ${contact}`;
    const before = [...(await facts())];
    const shown = await showSubscriptions(ctx, { contact });
    await excludeContact(ctx, { contact, excluded: true });
    expect([...(await facts())]).toEqual(before);
    expect(await showSubscriptions(ctx, { contact })).toMatchObject({ excluded: { by: "Maren" }, lists: shown.lists });
    await excludeContact(ctx, { contact, excluded: false });
    expect([...(await facts())]).toEqual(before);
    expect(await showSubscriptions(ctx, { contact })).toEqual(shown);
    expect(await timeline(contact)).toEqual([
      "list.joined",
      "list.joined",
      "list.left",
      "contact.excluded",
      "contact.included",
    ]);
    expect(await trail(contact)).toEqual(["contact.excluded", "contact.included"]);
  });

  test("who is excluded counts in no list, and may be excluded without being in any", async () => {
    const contact = await somebody();
    const { email } = await showContact(ctx, { contact });
    const row = async () => (await listContacts(ctx, { ...everything, q: email! })).rows[0]!;
    await excludeContact(ctx, { contact, excluded: true });
    await joinList(ctx, { contact, list: await makeList("Newsletter") });
    expect(await row()).toMatchObject({ lists: 0, excludedAt: expect.any(String) });
    await excludeContact(ctx, { contact, excluded: false });
    expect(await row()).toMatchObject({ lists: 1, excludedAt: null });
  });

  test("disabling is on the timeline and in the trail, and what holds already changes nothing", async () => {
    const contact = await somebody();
    const version = await contactVersion(ctx, { contact });
    await disableContact(ctx, { contact, disabled: true });
    expect(await contactVersion(ctx, { contact })).not.toBe(version);
    await disableContact(ctx, { contact, disabled: true });
    await disableContact(ctx, { contact, disabled: false });
    await disableContact(ctx, { contact, disabled: false });
    expect(await timeline(contact)).toEqual(["contact.disabled", "contact.enabled"]);
    expect(await trail(contact)).toEqual(["contact.disabled", "contact.enabled"]);
  });

  test("turned by two members at once both stand on the timeline, and the last one holds", async () => {
    const contact = await somebody();
    const other = await makeMember(ctx.orgId, "editor");
    const turns = Array.from({ length: 8 }, (_, n) =>
      disableContact(n % 2 ? ctx : other.ctx, { contact, disabled: n % 2 === 0 }),
    );
    await Promise.all(turns);
    const lines = await timeline(contact);
    const { disabledAt } = await showContact(ctx, { contact });
    expect(lines).toEqual(lines.map((_, n) => (n % 2 ? "contact.enabled" : "contact.disabled")));
    expect(disabledAt !== null).toBe(lines.at(-1) === "contact.disabled");
  });
});

test("a viewer sees the subscriptions and changes nothing", async () => {
  const contact = await somebody(optIn(day(1)));
  const viewer = (await makeMember(ctx.orgId, "viewer")).ctx;
  expect(await showSubscriptions(viewer, { contact })).toMatchObject({ id: contact });
  const at = ago(5).toISOString();
  const attempts = [
    () => unsubscribeContact(viewer, { contact }),
    () => subscribeContact(viewer, { contact, channel: "sms", statement: "Asked by phone.", at }),
    () => excludeContact(viewer, { contact, excluded: true }),
    () => disableContact(viewer, { contact, disabled: true }),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ problem: "forbidden" });
  expect(await timeline(contact)).toEqual([]);
});
