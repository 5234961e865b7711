/** A Stripe account over HTTP that an organization connected, and what passes between it and us. */
import { forgetEnv } from "@/lib/env";
import { type StripeAccount, startStripeAccount } from "@/lib/local/stripe-account";
import { chooseKinds, connectStripe } from "@/lib/stores/connect";
import { advance } from "@/lib/sync/advance";
import { beginSync, type SyncKind } from "@/lib/sync/sync";
import { type Ctx, database } from "@/lib/tenancy";
import { drain } from "@/lib/webhooks/process";
import { makeOrganization } from "./organization";
import { snapshot } from "./snapshot";

const open: StripeAccount[] = [];

/** The account that the app finds in the place of Stripe until another is opened. */
export async function openAccount(options: Parameters<typeof startStripeAccount>[0] = {}) {
  const account = await startStripeAccount(options);
  open.push(account);
  process.env.STRIPE_API_URL = account.url;
  forgetEnv();
  return account;
}

export async function closeAccounts() {
  for (const account of open.splice(0)) await account.stop();
  delete process.env.STRIPE_API_URL;
  forgetEnv();
}

export type Connected = { ctx: Ctx & { slug: string }; store: string; storeId: number };

/** An organization with this account connected and its first sync begun, not run. */
export async function connect(
  { key }: StripeAccount,
  kinds: ("subscriber" | "buyer" | "contact")[] = ["subscriber", "buyer", "contact"],
): Promise<Connected> {
  const ctx = await makeOrganization();
  const { store } = await connectStripe(ctx, { key, currency: "EUR" });
  await chooseKinds(ctx, { store, kinds });
  const [row] = await database().sql`select id::int from stores where public_id = ${store}`;
  return { ctx, store, storeId: row!.id as number };
}

/** Runs the pass that was begun; its state, error and counts. */
export async function runSync({ ctx, storeId }: Connected, seconds = 60) {
  const [sync] = await database().sql`select id::int from syncs where org_id = ${ctx.orgId} and store_id = ${storeId}
    and state = 'running'`;
  while (!(await advance(ctx, { syncId: sync!.id, seconds })).done);
  const [row] = await database().sql`select state, error, healed, vanished from syncs where id = ${sync!.id}`;
  return { ...row } as { state: string; error: string | null; healed: number; vanished: number };
}

export async function pass(connected: Connected, kind: SyncKind) {
  await beginSync(connected.ctx, { storeId: connected.storeId, kind });
  return runSync(connected);
}

export const apply = ({ ctx, storeId }: Connected) => drain(ctx, { storeId });

/** Everything that the store's records amount to. When they were read is not part of it. */
export async function standing({ ctx, storeId }: Connected) {
  const { contacts, orders } = await snapshot(ctx.orgId, storeId);
  return { contacts, orders: orders.map((order) => ({ ...order, updated_at: undefined })) };
}

/** By address: how many orders, what was spent, and the consent. */
export async function peopleOf({ ctx }: Connected) {
  const rows = await database().sql`select c.email, a.orders, a.spent::text, c.email_consent as consent from contacts c
    join contact_activity a on a.org_id = c.org_id and a.contact_id = c.id
    where c.org_id = ${ctx.orgId} and c.gone_at is null and c.email is not null order by c.email`;
  return Object.fromEntries(
    rows.map(({ email, orders, spent, consent }) => [email, { orders, spent: Number(spent), consent }]),
  );
}

export async function inboxOf({ ctx }: Connected): Promise<string[]> {
  const rows = await database().sql`select state from webhook_deliveries where org_id = ${ctx.orgId} order by id`;
  return rows.map((row) => row.state as string);
}
