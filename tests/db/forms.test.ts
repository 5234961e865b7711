/** Sign-up forms: who gets in, who is asked by mail first, and what nobody learns by asking. */
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { addressHash } from "@/lib/address-hash";
import { unsubscribeContact } from "@/lib/contacts/choices";
import { eraseContact } from "@/lib/contacts/erase";
import { keepPerson } from "@/lib/contacts/keep";
import { mergeByHand } from "@/lib/contacts/merge-by-hand";
import { deleteContact } from "@/lib/contacts/remove";
import { confirm, confirmationToken, readConfirmation } from "@/lib/forms/confirm";
import { closeForm, createForm, editForm, listForms, openForm, showForm } from "@/lib/forms/forms";
import { SignUp } from "@/lib/forms/given";
import { CreateForm } from "@/lib/forms/inputs";
import { confirmationsDue, forgetUnconfirmed, mailConfirmation } from "@/lib/forms/letters";
import { originsOf, shownForm } from "@/lib/forms/shown";
import { signUp } from "@/lib/forms/sign-up";
import { createList } from "@/lib/lists/lists";
import { database, transact } from "@/lib/tenancy";
import { useTestDatabase } from "../support/db";
import { useMailServer, withoutMailServer } from "../support/mail";
import { address, visitor } from "../support/members";
import { useKey } from "../support/organization";
import { customer, day, news, optIn, optOut } from "../support/people";
import { openShop, type Shop } from "../support/shop";
import { expectTallies } from "../support/tallies";

useTestDatabase();
afterAll(expectTallies);
useKey();
const mails = useMailServer();

beforeEach(() => void vi.useRealTimers());

const words = {
  name: "Newsletter",
  title: "News from the shop",
  intro: "",
  fields: ["firstName", "lastName", "phone", "birthday"] as const,
  agreement: "Yes, send me news.",
  button: "Subscribe",
  thanks: "Thank you.",
  list: "",
  doubleOptIn: true,
  origins: "",
};

/** A shop with a form. */
async function shopWith(more: Partial<typeof words> = {}) {
  const shop = await openShop();
  const { form } = await createForm(shop.ctx, CreateForm.parse({ ...words, ...more, store: shop.store }));
  return { shop, form };
}

/** Fills the form in as a person does: shown a minute ago, from a place of its own. */
async function fill(form: string, typed: Record<string, unknown>, at = visitor()) {
  vi.useFakeTimers({ now: Date.now() - 60_000, toFake: ["Date"] });
  const { paper } = (await shownForm(form))!;
  vi.useRealTimers();
  return signUp(SignUp.parse({ form, paper, agree: true, ...typed }), at);
}

async function signupsOf(shop: Shop) {
  const rows = await database().sql`select id::int, email, contact_id, mailed_at, confirmed_at, expires_at, given
    from form_signups where org_id = ${shop.ctx.orgId} order by id`;
  return rows as unknown as { id: number; email: string; confirmed_at: Date | null; expires_at: Date | null }[];
}

async function contactOf(shop: Shop, email: string) {
  const [row] = await database().sql`
    select id::int, first_name, last_name, phone, birthday::text, source, email_consent, gone_at, deleted_at from contacts
    where org_id = ${shop.ctx.orgId} and email = ${email}`;
  return row;
}

/** Sends what is due, and gives the link's token from the newest mail. */
async function mailedTo(shop: Shop, email: string): Promise<string> {
  const { id } = (await signupsOf(shop)).filter((row) => row.email === email).at(-1)!;
  await mailConfirmation(shop.ctx, { signupId: id });
  const letters = await mails.to(email);
  return /\/c\/([\w.-]+)/.exec(letters.at(-1)?.text ?? "")![1]!;
}

const evidence = (shop: Shop) => database().sql`
  select before, after, method, evidence, source, actor_kind from consent_evidence
  where org_id = ${shop.ctx.orgId} order by id`;

describe("with confirmation by mail", () => {
  test("nothing but “pending” and the address is known before the click, and everything after it", async () => {
    const list = { name: "Candle club", description: "" };
    const { shop, form } = await shopWith();
    const { id: listId } = await createList(shop.ctx, list);
    await editForm(shop.ctx, { ...CreateForm.parse({ ...words, store: shop.store, list: listId }), form });
    const email = address();
    const typed = { email: ` ${email.toUpperCase()} `, firstName: "Mira", phone: "030 123456", birthday: "1990-04-12" };
    await fill(form, { ...typed, page: "https://shop.example/news?session=secret#top" });
    expect(await contactOf(shop, email)).toMatchObject({
      first_name: "",
      phone: null,
      birthday: null,
      source: "form",
      email_consent: "pending",
    });
    const link = await mailedTo(shop, email);
    expect(await readConfirmation(link)).toMatchObject({ email, store: "Outlet", state: "waiting" });
    expect(await contactOf(shop, email)).toMatchObject({ email_consent: "pending" });
    await confirm({ link });
    expect(await contactOf(shop, email)).toMatchObject({
      first_name: "Mira",
      phone: "+4930123456",
      birthday: "1990-04-12",
      email_consent: "subscribed",
    });
    const [asked, agreed] = await evidence(shop);
    expect(asked).toMatchObject({ before: "never", after: "pending", actor_kind: "person" });
    expect(agreed).toMatchObject({ before: "pending", after: "subscribed", method: "form, confirmed by mail" });
    expect(agreed!.evidence).toMatch(
      /^Agreed at the form “Newsletter” on https:\/\/shop\.example\/news, .* UTC, to: “Yes, send me news\.”\. Pressed .* UTC\.$/,
    );
    expect(await shop.kinds("form.")).toEqual(["form.signed-up"]);
    expect(await shop.kinds("list.")).toEqual(["list.joined"]);
    expect(await listForms(shop.ctx)).toMatchObject([{ signups: 1, confirmed: 1, recent: 1, waiting: 0 }]);
  });

  test("a link works once, for seven days, and not for another sign-up", async () => {
    const { shop, form } = await shopWith();
    const [email, late] = [address(), address()];
    for (const one of [email, late]) await fill(form, { email: one });
    const link = await mailedTo(shop, email);
    await confirm({ link });
    await confirm({ link });
    expect((await evidence(shop)).filter((row) => row.after === "subscribed")).toHaveLength(1);
    expect(await readConfirmation(link)).toMatchObject({ state: "done" });
    const old = await mailedTo(shop, late);
    await database().sql`update form_signups set expires_at = now() - interval '1 second' where email = ${late}`;
    expect(await readConfirmation(old)).toMatchObject({ state: "old" });
    await expect(confirm({ link: old })).rejects.toMatchObject({ problem: "invalid" });
    expect(await contactOf(shop, late)).toMatchObject({ email_consent: "pending" });
    for (const bent of ["", link.slice(0, -2), `${link}x.y`, "s1.a.b.c.d"]) {
      expect(await readConfirmation(bent)).toBeNull();
      await expect(confirm({ link: bent })).rejects.toMatchObject({ problem: "not-found" });
    }
    const nobody = confirmationToken({ orgId: shop.ctx.orgId, id: 987654321 });
    await expect(confirm({ link: nobody })).rejects.toMatchObject({ problem: "not-found" });
  });

  test("a link that was used says how the person stands now: left, deleted, merged with whoever left, or erased since", async () => {
    const { shop, form } = await shopWith();
    const used = async () => {
      const email = address();
      await fill(form, { email });
      const link = await mailedTo(shop, email);
      await confirm({ link });
      expect(await readConfirmation(link)).toMatchObject({ state: "done" });
      return { email, link, contact: await shop.idOf(email) };
    };
    const [left, deleted, merged, erased] = [await used(), await used(), await used(), await used()];
    await unsubscribeContact(shop.ctx, { contact: left.contact });
    await deleteContact(shop.ctx, { contact: deleted.contact });
    await mergeByHand(shop.ctx, { contact: left.contact, other: merged.contact });
    await eraseContact(shop.ctx, { contact: erased.contact, typed: erased.email });
    for (const { link } of [left, deleted, merged]) {
      expect(await readConfirmation(link)).toMatchObject({ state: "ended" });
      await confirm({ link });
      expect(await readConfirmation(link)).toMatchObject({ state: "ended" });
    }
    expect(await readConfirmation(erased.link)).toBeNull();
    await expect(confirm({ link: erased.link })).rejects.toMatchObject({ problem: "not-found" });
    expect(await contactOf(shop, left.email)).toMatchObject({ email_consent: "unsubscribed" });
  });

  test("a sign-up never lowers who is subscribed, and lifts an opt-out only by the click", async () => {
    const { shop, form } = await shopWith();
    const [happy, left] = [address(), address()];
    await shop.take(news(customer("1", happy, { consents: [optIn(day(2))] })));
    await shop.take(news(customer("2", left, { consents: [optOut(day(2))] })));
    for (const email of [happy, left]) await fill(form, { email });
    expect(await contactOf(shop, happy)).toMatchObject({ email_consent: "subscribed" });
    expect(await contactOf(shop, left)).toMatchObject({ email_consent: "unsubscribed" });
    await confirm({ link: await mailedTo(shop, left) });
    expect(await contactOf(shop, left)).toMatchObject({ email_consent: "subscribed" });
  });

  test("the mail names the store, waits for a mail server that is away, and is sent once", async () => {
    const { shop, form } = await shopWith({ title: "<b>News</b>" });
    const email = address();
    await fill(form, { email });
    const id = (await signupsOf(shop))[0]!.id;
    const failed = withoutMailServer(() => mailConfirmation(shop.ctx, { signupId: id }));
    await expect(failed).rejects.toMatchObject({ problem: "unavailable" });
    expect(await confirmationsDue()).not.toContainEqual({ orgId: shop.ctx.orgId, signupId: id });
    await database().sql`update form_signups set asked_at = now() - interval '3 minutes' where id = ${id}`;
    expect(await confirmationsDue()).toContainEqual({ orgId: shop.ctx.orgId, signupId: id });
    expect(await mailConfirmation(shop.ctx, { signupId: id })).toEqual({ mailed: true });
    expect(await mailConfirmation(shop.ctx, { signupId: id })).toEqual({ mailed: false });
    const letters = await mails.to(email);
    expect(letters).toHaveLength(1);
    expect(letters[0]!.subject).toBe("Confirm your subscription to Outlet");
    expect(letters[0]!.html).not.toContain("<b>News");
    expect(await confirmationsDue()).not.toContainEqual({ orgId: shop.ctx.orgId, signupId: id });
  });

  test("what nobody confirmed is forgotten after 30 days, and a contact that was nothing else with it", async () => {
    const { shop, form } = await shopWith();
    const [stranger, known] = [address(), address()];
    await shop.take(news(customer("1", known)));
    for (const email of [stranger, known]) await fill(form, { email });
    await forgetUnconfirmed();
    expect(await contactOf(shop, stranger)).toBeDefined();
    await database().sql`update form_signups set asked_at = now() - interval '31 days'`;
    await forgetUnconfirmed();
    expect(await contactOf(shop, stranger)).toBeUndefined();
    expect(await contactOf(shop, known)).toMatchObject({ email_consent: "pending" });
    expect(await signupsOf(shop)).toEqual([]);
  });
});

describe("without confirmation", () => {
  test("the opt-in is explicit and dated, and names only fill blanks, which the store may overwrite", async () => {
    const { shop, form } = await shopWith({ doubleOptIn: false });
    const [fresh, named, blank] = [address(), address(), address()];
    await shop.take(
      news(customer("1", named), customer("2", blank, { person: { email: blank, firstName: "", lastName: "" } })),
    );
    for (const email of [fresh, named, blank]) await fill(form, { email, firstName: "Eve", lastName: "Stranger" });
    expect(await contactOf(shop, fresh)).toMatchObject({ first_name: "Eve", email_consent: "subscribed" });
    expect(await contactOf(shop, named)).toMatchObject({ first_name: "Mira", email_consent: "subscribed" });
    expect(await contactOf(shop, blank)).toMatchObject({ first_name: "Eve", email_consent: "subscribed" });
    const later = { updatedAt: new Date(Date.now() + 1_000) };
    await shop.take(news(customer("2", blank, { ...later, person: { email: blank, firstName: "", lastName: "" } })));
    expect(await contactOf(shop, blank)).toMatchObject({ first_name: "Eve" });
    const told = {
      updatedAt: new Date(Date.now() + 2_000),
      person: { email: blank, firstName: "Ida", lastName: "Lind" },
    };
    await shop.take(news(customer("2", blank, told)));
    expect(await contactOf(shop, blank)).toMatchObject({ first_name: "Ida" });
    expect((await evidence(shop)).every((row) => row.method === "form" && row.after === "subscribed")).toBe(true);
  });

  test("whoever opted out or was erased is asked by mail all the same, and the answer is the same", async () => {
    const { shop, form } = await shopWith({ doubleOptIn: false });
    const [left, erased, fresh] = [address(), address(), address()];
    await shop.take(news(customer("1", left, { consents: [optOut(day(2))] })));
    await suppress(shop, erased, "erased");
    const answers = [
      await fill(form, { email: left }),
      await fill(form, { email: erased }),
      await fill(form, { email: fresh }),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await contactOf(shop, left)).toMatchObject({ email_consent: "unsubscribed" });
    expect(await contactOf(shop, erased)).toBeUndefined();
    await confirm({ link: await mailedTo(shop, erased) });
    expect(await contactOf(shop, erased)).toMatchObject({ email_consent: "subscribed" });
    await shop.take(news(customer("5", erased, { updatedAt: new Date() })));
    expect(await contactOf(shop, erased)).toMatchObject({ email_consent: "subscribed" });
  });

  test("an older address of somebody who left signs nobody up: they are asked at the one they have now", async () => {
    const { shop, form } = await shopWith({ doubleOptIn: false });
    const [old, now] = [address(), address()];
    await shop.take(news(customer("1", now, { consents: [optOut(day(2))] }), customer("2", old)));
    const [contact, other] = [await shop.idOf(now), await shop.idOf(old)];
    await mergeByHand(shop.ctx, { contact, other });
    await fill(form, { email: old });
    expect(await contactOf(shop, now)).toMatchObject({ email_consent: "unsubscribed" });
    expect(await contactOf(shop, old)).toBeUndefined();
    await confirm({ link: await mailedTo(shop, now) });
    expect(await contactOf(shop, now)).toMatchObject({ email_consent: "subscribed" });
  });

  test("a link mailed to an address that has become somebody's older one begins nothing", async () => {
    const { shop, form } = await shopWith();
    const [old, now] = [address(), address()];
    await shop.take(news(customer("1", now, { consents: [optOut(day(2))] })));
    await fill(form, { email: old });
    const link = await mailedTo(shop, old);
    await mergeByHand(shop.ctx, { contact: await shop.idOf(now), other: await shop.idOf(old) });
    expect(await readConfirmation(link)).toMatchObject({ state: "old" });
    await expect(confirm({ link })).rejects.toMatchObject({ problem: "invalid" });
    expect(await shop.contacts()).toMatchObject([{ email: now, email_consent: "unsubscribed" }]);
  });

  test("a deleted contact comes back by signing up", async () => {
    const { shop, form } = await shopWith({ doubleOptIn: false });
    const email = address();
    await shop.take(news(customer("1", email)));
    await database().sql`update contacts set deleted_at = now(), gone_at = now() where org_id = ${shop.ctx.orgId}`;
    await fill(form, { email });
    expect(await contactOf(shop, email)).toMatchObject({
      deleted_at: null,
      gone_at: null,
      email_consent: "subscribed",
    });
  });

  test("somebody else's number neither merges two people nor is taken away", async () => {
    const { shop, form } = await shopWith({ doubleOptIn: false });
    const [owner, stranger] = [address(), address()];
    await shop.take(news(customer("1", owner, { person: { email: owner, phone: "+4930111222" } })));
    await fill(form, { email: stranger, phone: "+49 30 111222" });
    const contacts = await shop.contacts();
    expect(contacts).toHaveLength(2);
    expect(contacts.find((one) => one.email === owner)).toMatchObject({ phone_key: "+4930111222" });
    expect(contacts.find((one) => one.email === stranger)).toMatchObject({ phone_key: null });
  });
});

async function suppress(shop: Shop, email: string, reason: string) {
  await database().sql`insert into suppressions (org_id, channel, address, address_hash, reason, added_by)
    values (${shop.ctx.orgId}, 'email', ${reason === "erased" ? null : email}, ${addressHash(shop.ctx.orgId, email)},
      ${reason}, 'Test')`;
}

describe("bots and floods", () => {
  test("a filled trap is thanked, and nothing is written", async () => {
    const { shop, form } = await shopWith();
    const email = address();
    expect(await fill(form, { email, website: "https://spam.example" })).toEqual({ form, framed: "" });
    expect(await signupsOf(shop)).toEqual([]);
    expect(await contactOf(shop, email)).toBeUndefined();
  });

  test("a form sent in less than two seconds, two days later, or with another form's paper is refused", async () => {
    const { shop, form } = await shopWith();
    const other = await shopWith();
    const now = await shownForm(form);
    const email = address();
    const send = (paper: string) => signUp(SignUp.parse({ form, paper, agree: true, email }), visitor());
    await expect(send(now!.paper)).rejects.toThrow("That was very quick");
    vi.useFakeTimers({ now: Date.now() - 49 * 3_600_000, toFake: ["Date"] });
    const [old, foreign] = [(await shownForm(form))!.paper, (await shownForm(other.form))!.paper];
    vi.useRealTimers();
    for (const paper of [old, foreign, "", "s1.x", now!.paper.slice(0, -4)]) {
      await expect(send(paper)).rejects.toThrow("open for too long");
    }
    expect(await signupsOf(shop)).toEqual([]);
  });

  test("a double click is one sign-up, and one showing of a form serves five addresses at most", async () => {
    const { shop, form } = await shopWith();
    vi.useFakeTimers({ now: Date.now() - 60_000, toFake: ["Date"] });
    const { paper } = (await shownForm(form))!;
    vi.useRealTimers();
    const send = (email: string) => signUp(SignUp.parse({ form, paper, agree: true, email }), visitor());
    const email = address();
    await Promise.all([send(email), send(email)]);
    expect(await signupsOf(shop)).toHaveLength(1);
    for (let n = 0; n < 3; n++) await send(address());
    await expect(send(address())).rejects.toMatchObject({ problem: "too-many" });
  });

  test("twenty an hour from one place, one network of version 6 being one place, whatever the addresses", async () => {
    const { form } = await shopWith({ doubleOptIn: false });
    const at = (n: number) => ({ ip: `2001:db8:77:1::${n}`, userAgent: null });
    for (let n = 1; n <= 20; n++) await fill(form, { email: `mira+${n}@example.org` }, at(n));
    await expect(fill(form, { email: "mira+21@example.org" }, at(21))).rejects.toMatchObject({ problem: "too-many" });
    await fill(form, { email: "mira+22@example.org" }, { ip: "2001:db8:77:2::1", userAgent: null });
  });

  test("one mailbox gets one mail in five minutes, whoever asks and whatever stands behind its plus", async () => {
    const { shop, form } = await shopWith();
    const other = await shopWith();
    const [name, host] = address().split("@");
    const answers = [
      await fill(form, { email: `${name}@${host}` }),
      await fill(form, { email: `${name}+a@${host}` }),
      await fill(form, { email: `${name}@${host}` }),
    ];
    await fill(other.form, { email: `${name}+b@${host}` });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect([...(await signupsOf(shop)), ...(await signupsOf(other.shop))]).toHaveLength(1);
  });

  test("an address nobody may write to gets no mail, and nobody is told", async () => {
    const { shop, form } = await shopWith();
    for (const reason of ["manual", "bounce", "complaint", "invalid"]) {
      const email = address();
      await suppress(shop, email, reason);
      expect(await fill(form, { email })).toEqual({ form, framed: "" });
    }
    expect(await signupsOf(shop)).toEqual([]);
  });
});

describe("what is typed", () => {
  const wrong = (typed: object) =>
    SignUp.safeParse({ form: "0197c0de-0000-7000-8000-000000000001", paper: "", agree: true, ...typed });

  test("must hold a real address and a ticked box", () => {
    for (const email of [
      "",
      "mira",
      "mira@",
      "@example.org",
      "a b@example.org",
      "a@b",
      `${"a".repeat(250)}@example.org`,
    ]) {
      expect([email, wrong({ email }).success]).toEqual([email, false]);
    }
    expect(wrong({ email: "mira+tag@example.org" }).success).toBe(true);
    expect(wrong({ email: "mira@example.org", agree: false }).success).toBe(false);
    expect(wrong({ email: "mira@example.org", firstName: "x".repeat(81) }).success).toBe(false);
  });

  test("is refused at its field when it is no number and no date, and left out where the form does not ask", async () => {
    const { shop, form } = await shopWith();
    await expect(fill(form, { email: address(), phone: "call me" })).rejects.toMatchObject({ fields: { phone: /./ } });
    for (const birthday of ["2999-01-01", "1890-01-01", "12.4.1990", "1990-02-31"]) {
      await expect(fill(form, { email: address(), birthday })).rejects.toMatchObject({ fields: { birthday: /./ } });
    }
    expect(await signupsOf(shop)).toEqual([]);
    const bare = await shopWith({ fields: [] as never, doubleOptIn: false });
    const email = address();
    await fill(bare.form, { email, firstName: "Eve", phone: "call me" });
    expect(await contactOf(bare.shop, email)).toMatchObject({ first_name: "", phone: null });
  });

  test("may be hostile, and is kept as one line of text", async () => {
    const { shop, form } = await shopWith({ doubleOptIn: false });
    const email = address();
    await fill(form, { email, firstName: "<script>alert(1)</script>", lastName: "a\u202Eb\u0000\r\nBcc: x@y.z" });
    expect(await contactOf(shop, email)).toMatchObject({
      first_name: "<script>alert(1)</script>",
      last_name: "ab Bcc: x@y.z",
    });
  });
});

describe("a form", () => {
  test("is closed and opened again; who waits may still confirm", async () => {
    const { shop, form } = await shopWith();
    const email = address();
    await fill(form, { email });
    const link = await mailedTo(shop, email);
    await closeForm(shop.ctx, { form });
    expect(await shownForm(form)).toMatchObject({ open: false });
    await expect(fill(form, { email: address() })).rejects.toMatchObject({ problem: "conflict" });
    await confirm({ link });
    expect(await contactOf(shop, email)).toMatchObject({ email_consent: "subscribed" });
    await openForm(shop.ctx, { form });
    await fill(form, { email: address() });
  });

  test("edited after it was shown keeps the words somebody agreed to", async () => {
    const { shop, form } = await shopWith();
    vi.useFakeTimers({ now: Date.now() - 60_000, toFake: ["Date"] });
    const { paper } = (await shownForm(form))!;
    vi.useRealTimers();
    await editForm(shop.ctx, { ...CreateForm.parse({ ...words, store: shop.store, agreement: "Other words." }), form });
    const email = address();
    await signUp(SignUp.parse({ form, paper, agree: true, email }), visitor());
    await confirm({ link: await mailedTo(shop, email) });
    expect((await evidence(shop)).at(-1)!.evidence).toContain("“Yes, send me news.”");
    expect((await showForm(shop.ctx, { form })).agreement).toBe("Other words.");
  });

  test("has a name of its own, sites that are sites, and words that are there", async () => {
    const { shop } = await shopWith();
    const again = createForm(shop.ctx, CreateForm.parse({ ...words, name: "NEWSLETTER", store: shop.store }));
    await expect(again).rejects.toMatchObject({ problem: "invalid", fields: { name: /./ } });
    const parsed = (more: object) => CreateForm.safeParse({ ...words, store: shop.store, ...more });
    expect(
      parsed({ origins: "shop.example\nhttps://WWW.shop.example/news, http://localhost:3000" }).data?.origins,
    ).toEqual(["https://shop.example", "https://www.shop.example", "http://localhost:3000"]);
    for (const origins of ["javascript:alert(1)", "https://*.example", "'self'; script-src *", "https://a.example;x"]) {
      expect([origins, parsed({ origins }).success]).toEqual([origins, false]);
    }
    for (const blank of ["title", "agreement", "button", "thanks", "name"]) {
      expect([blank, parsed({ [blank]: " \u0000 " }).success]).toEqual([blank, false]);
    }
  });

  test("that is not there is told to nobody, whatever is asked for", async () => {
    for (const id of ["", "abc", "0197c0de-0000-7000-8000-000000000001", "a\u0000b", "1 or 1=1"]) {
      expect([id, await shownForm(id), await originsOf(id)]).toEqual([id, null, null]);
    }
  });
});

test("a sign-up and the store's own record of the same person at the same moment make one contact", async () => {
  const { shop, form } = await shopWith({ doubleOptIn: false });
  for (let round = 0; round < 5; round++) {
    const email = address();
    await Promise.all([
      fill(form, { email }),
      shop.take(news(customer(`c${round}`, email))),
      transact(shop.ctx, (ctx) =>
        keepPerson(ctx, shop.storeId, { email, emailTyped: email, phone: null }, { source: "api", from: "the API" }),
      ),
    ]);
    const same = (await shop.contacts()).filter((one) => one.email === email);
    expect(same).toMatchObject([{ external_id: `c${round}`, email_consent: "subscribed" }]);
  }
});
