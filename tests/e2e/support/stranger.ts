/**
 * People without a log-in: their own place on the network, their mail, and a page of somebody else's that frames ours.
 */
import { randomInt } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { sql } from "drizzle-orm";
import { receivingOf, storeById } from "@/lib/connection/store";
import { hearClaims } from "@/lib/consent/apply";
import { derive } from "@/lib/contacts/derive";
import { keepPerson } from "@/lib/contacts/keep";
import { showContact } from "@/lib/contacts/profile";
import { createForm } from "@/lib/forms/forms";
import { CreateForm } from "@/lib/forms/inputs";
import { choiceToken } from "@/lib/preferences/links";
import { transact } from "@/lib/tenancy";
import { makeStore, type TestStore } from "../../support/organization";
import { address, makeOwner, type Owner } from "./newcomers";

export type Shopkeeper = Owner & { store: TestStore };

/** An owner with a store that is never asked for anything. */
export async function makeShopkeeper(): Promise<Shopkeeper> {
  const owner = await makeOwner();
  return { ...owner, store: await makeStore(owner.ctx) };
}

/** A browser that nobody is logged in on, at an address of its own: limits count by it. */
export async function stranger(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const part = () => randomInt(1, 255);
  const from = `10.${part()}.${part()}.${part()}`;
  const context = await browser.newContext({ ...options, extraHTTPHeaders: { "x-forwarded-for": from } });
  return context.newPage();
}

/** The form's public id. */
export async function makeForm({ ctx, store }: Shopkeeper, more: object = {}): Promise<string> {
  const words = {
    name: `Form ${randomInt(1_000_000)}`,
    title: "News from the shop",
    intro: "About twice a month.",
    fields: ["firstName", "phone"],
    agreement: "Yes, send me <b>news</b>.",
    button: "Subscribe",
    thanks: "Thank you very much.",
    doubleOptIn: true,
    origins: "",
  };
  const { form } = await createForm(ctx, CreateForm.parse({ ...words, store: store.publicId, ...more }));
  return form;
}

/** Fills in and sends a form no sooner than a person would. */
export async function signUp(page: Pick<Page, "getByLabel" | "getByRole">, email: string, wait = 2_200) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("checkbox").check();
  await new Promise((later) => setTimeout(later, wait));
  await page.getByRole("button", { name: "Subscribe" }).click();
}

export type Known = { contact: string; email: string; link: string };

/** Somebody who subscribed in the store, and the link that is in the mails to them. */
export async function makeSubscriber(owner: Shopkeeper): Promise<Known> {
  const email = address("mira");
  const { orgId } = owner.ctx;
  const contact = await transact(owner.ctx, async (ctx) => {
    const store = receivingOf(await storeById(ctx, owner.store.id));
    const person = { email, emailTyped: email, phone: null, firstName: "Mira", lastName: "Keller" };
    const { contactId } = await keepPerson(ctx, store.id, person, { source: "manual", from: "the test" });
    const why = { method: "test", evidence: "asked for it", effectiveAt: new Date("2026-01-02T10:00:00Z") };
    const claim = { channel: "email" as const, state: "subscribed" as const, explicit: true, ...why };
    await hearClaims(ctx, [{ contactId, claim }], store.label);
    await derive(ctx, store, [contactId]);
    const [row] = await ctx.db.execute<{ id: string }>(
      sql`select public_id as id from contacts where org_id = ${orgId} and id = ${contactId}`,
    );
    return row!.id;
  });
  const link = choiceToken({ orgId, storeId: owner.store.id, contact, channel: "email", address: email });
  return { contact, email, link };
}

export async function consentOf({ ctx }: Shopkeeper, { contact }: Known): Promise<string> {
  return (await showContact(ctx, { contact })).emailConsent;
}

/** A page on another origin, which `show` makes another. `close` when done. */
export async function foreignPage(html: string) {
  let shown = html;
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8" })
      .end(`<!doctype html><html lang="en">${shown}`);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const show = (next: string) => {
    shown = next;
  };
  return { url, show, close: () => new Promise((done) => server.close(done)) };
}
