/** A demo store over HTTP that one customer or many said yes to, and what passes between it and us. */
import { afterAll, beforeAll } from "vitest";
import { hearClaims } from "@/lib/consent/apply";
import type { Claim } from "@/lib/consent/consent";
import { unsubscribeContact } from "@/lib/contacts/choices";
import { startDemoStore } from "@/lib/local/demo-store";
import { chooseKinds, connectWithKeys } from "@/lib/stores/connect";
import { advance } from "@/lib/sync/advance";
import { beginSync } from "@/lib/sync/sync";
import { type Actor, type Ctx, database, transact } from "@/lib/tenancy";
import { drain } from "@/lib/webhooks/process";
import { storesToTell } from "@/lib/write-back/due";
import { writeBackStand } from "@/lib/write-back/stand";
import { writeBack } from "@/lib/write-back/write";
import { useTestDatabase } from "./db";
import { type Front, openFront } from "./front";
import { memberCtx } from "./members";
import { makeOrganization, useKey } from "./organization";

const shops: { stop(): Promise<void> }[] = [];

/**
 * Call once at the top of a test file: a database, a door for the stores' news, and an end to the stores at the end.
 */
export function useToldStores() {
  useTestDatabase();
  let front: Front;
  beforeAll(async () => {
    useKey();
    front = await openFront();
  });
  afterAll(async () => {
    for (const shop of shops.splice(0)) await shop.stop();
    await front.close();
  });
}

/** A connected store of so many customers who all said yes there, read once. */
export async function begin(customers = 1) {
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
export type Held = Awaited<ReturnType<typeof begin>>;

export async function read({ ctx, storeId }: { ctx: Ctx; storeId: number }) {
  const [sync] = await database().sql`select id::int from syncs where store_id = ${storeId} and state = 'running'`;
  const syncId = sync?.id ?? (await beginSync(ctx, { storeId, kind: "nightly" }));
  while (!(await advance(ctx, { syncId, seconds: 60 })).done);
}

export const contactOf = async ({ ctx }: Held, email = "mira0@example.com") => {
  const [row] = await database().sql`select id::int, public_id as contact, email_consent as consent from contacts
    where org_id = ${ctx.orgId} and email = ${email}`;
  return row as unknown as { id: number; contact: string; consent: string };
};
export const consentOf = async (held: Held, email?: string) => (await contactOf(held, email)).consent;

/** By a member's hand, as of now. */
export async function optOut(held: Held, email?: string) {
  await unsubscribeContact(held.ctx, { contact: (await contactOf(held, email)).contact, channel: "email" });
}

export async function optIn(
  held: Held,
  actor: Actor = { kind: "person", name: "The person" },
  method = "form",
  email?: string,
) {
  const claim: Claim = { ...base, state: "subscribed", explicit: true, effectiveAt: new Date(), method };
  const { id } = await contactOf(held, email);
  await transact({ orgId: held.ctx.orgId, actor }, (ctx) => hearClaims(ctx, [{ contactId: id, claim }], "Clientele"));
}
export const base = { channel: "email" as const, evidence: "the box at the form" };

export const job = ({ ctx }: Held): Ctx => ({ orgId: ctx.orgId, actor: { kind: "job", name: "Clientele" } });
export const tellIt = (held: Held) => writeBack(job(held), { storeId: held.storeId });
export const standOf = ({ ctx, store }: Held) => writeBackStand(ctx, { store });

/** What the store itself shows of its first customer, or of this one. */
export const shownBy = ({ shop, account }: Held, id = account) =>
  shop.store.customer(id).meta_data.find(({ key }) => key === "marketing_opt_in")?.value;

/** The store's news arrive here, whatever it has to tell. */
export async function hearStore(held: Held) {
  await held.shop.flush();
  await drain(job(held), { storeId: held.storeId });
}

export const linesOf = async ({ ctx }: Held) =>
  (
    await database().sql`select kind, detail from contact_events where org_id = ${ctx.orgId}
      and kind in ('consent.written-back', 'consent.not-written') order by id`
  ).map(({ kind, detail }) => ({ kind, ...detail })) as { kind: string; reason?: string }[];

export const evidenceCount = async ({ ctx }: Held) =>
  (await database().sql`select count(*)::int as n from consent_evidence where org_id = ${ctx.orgId}`)[0]!.n as number;

/** Time passes: whatever waits for its moment is due. */
export async function later({ ctx }: Held) {
  await database().sql`update stores set write_after = null where org_id = ${ctx.orgId}`;
  await database().sql`update write_backs set next_at = now() where org_id = ${ctx.orgId}`;
}

export const isDue = async ({ storeId }: Held) => (await storesToTell()).some((one) => one.storeId === storeId);
