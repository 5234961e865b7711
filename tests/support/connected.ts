/** A connected store of whatever platform: its passes, its inbox, and what its records amount to. */
import { chooseKinds } from "@/lib/stores/connect";
import { advance } from "@/lib/sync/advance";
import { beginSync, type SyncKind } from "@/lib/sync/sync";
import { type Ctx, database } from "@/lib/tenancy";
import { drain } from "@/lib/webhooks/process";
import { inboxOf as standingsOf } from "./inbox";
import { makeOrganization } from "./organization";
import { snapshot } from "./snapshot";

export type Connected = { ctx: Ctx & { slug: string }; store: string; storeId: number };
export type Kinds = ("subscriber" | "buyer" | "contact")[];

/** A new organization with the store connected and its first sync begun, not run. */
export async function connected(connect: (ctx: Ctx) => Promise<{ store: string }>, kinds?: Kinds): Promise<Connected> {
  const ctx = await makeOrganization();
  const { store } = await connect(ctx);
  await chooseKinds(ctx, { store, kinds: kinds ?? ["subscriber", "buyer", "contact"] });
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

export async function pass(store: Connected, kind: SyncKind) {
  await beginSync(store.ctx, { storeId: store.storeId, kind });
  return runSync(store);
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
  return (await standingsOf(ctx)).map(({ state }) => state);
}
