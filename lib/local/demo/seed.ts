/** Fills the demo in, through the verbs that people use. Cut off anywhere, the next run goes on where it was. */
import { and, eq } from "drizzle-orm";
import { members, organizations, stores, syncs, users } from "@/db/schema";
import { createOwner } from "@/lib/accounts";
import { audit } from "@/lib/audit";
import { addMember } from "@/lib/operations";
import { chooseKinds, connectWithKeys } from "@/lib/stores/connect";
import { carryThrough, type Progress } from "@/lib/sync/carry";
import { insertSync } from "@/lib/sync/sync";
import { type Ctx, database, transact } from "@/lib/tenancy";
import { keysOf } from "../demo-store";
import { Plainly } from "../plainly";
import { arrange } from "./arrange";
import { demoFilled, demoIsDue } from "./due";
import { followMoved } from "./follow";
import { type DemoShop, demoPassword } from "./plan";
import { showProgress } from "./progress";
import { placesTold, type Told } from "./told";

/** Makes the demo's organizations and connects each to its running store, unless that was done or others are here. */
export async function seedDemo(places: Told[] = placesTold(), show: Show = showProgress): Promise<void> {
  if (!(await demoIsDue(database().sql))) return;
  await followMoved(places);
  for (const place of places) await fill(place, show);
}

/** Tells somebody how far the pass over the store of this name is. */
type Show = (name: string) => (progress: Progress) => void;

async function fill({ shop, url }: Told, show: Show) {
  const { ctx, slug } = await organizationOf(shop);
  await letViewerIn(shop, slug);
  const store = await connect(ctx, shop, url);
  const syncId = await syncToCarry(ctx, store);
  if (syncId !== null) await carry(ctx, shop, syncId, show);
  await arrange(ctx, shop.arrangement);
  await transact(ctx, (ctx) => audit(ctx, demoFilled, `organization ${slug}`));
}

async function organizationOf(shop: DemoShop): Promise<{ ctx: Ctx; slug: string }> {
  const { email, name } = shop.owner;
  const [known] = await database()
    .orm.select({ userId: users.id, orgId: organizations.id, slug: organizations.slug })
    .from(users)
    .innerJoin(members, eq(members.userId, users.id))
    .innerJoin(organizations, eq(organizations.id, members.orgId))
    .where(and(eq(users.email, email), eq(organizations.name, shop.organization)));
  const made =
    known ??
    (await createOwner({
      email,
      name,
      password: demoPassword,
      organization: shop.organization,
      timeZone: shop.zone,
    }));
  const actor = { kind: "member", userId: made.userId, name, role: "owner" } as const;
  return { ctx: { orgId: made.orgId, actor }, slug: made.slug };
}

async function letViewerIn({ viewer }: DemoShop, organization: string) {
  if (!viewer) return;
  const known = await database().orm.select().from(users).where(eq(users.email, viewer.email));
  if (known.length > 0) return;
  const operator = { kind: "operator", name: "Demo" } as const;
  await addMember(operator, { ...viewer, organization, password: demoPassword, role: "viewer" });
}

async function connect(ctx: Ctx, shop: DemoShop, url: string): Promise<string> {
  const [known] = await transact(ctx, (ctx) =>
    ctx.db
      .select({ id: stores.publicId, state: stores.state })
      .from(stores)
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.url, url))),
  );
  const store = known?.id ?? (await connectWithKeys(ctx, { url, ...keysOf(shop.store.seed) })).store;
  if (!known || known.state === "choosing") await chooseKinds(ctx, { store, kinds: shop.takes });
  return store;
}

/** The store's unfinished first pass; a new one after a failed one; null when it is done. */
async function syncToCarry(ctx: Ctx, store: string): Promise<number | null> {
  return transact(ctx, async (ctx) => {
    const passes = await ctx.db
      .select({ id: syncs.id, state: syncs.state, storeId: stores.id })
      .from(stores)
      .leftJoin(syncs, and(eq(syncs.orgId, stores.orgId), eq(syncs.storeId, stores.id)))
      .where(and(eq(stores.orgId, ctx.orgId), eq(stores.publicId, store)));
    if (passes.some(({ state }) => state === "done")) return null;
    const running = passes.find(({ state }) => state === "running");
    return running?.id ?? insertSync(ctx, { storeId: passes[0]!.storeId, kind: "first" });
  });
}

async function carry({ orgId }: Ctx, shop: DemoShop, syncId: number, show: Show) {
  const ctx: Ctx = { orgId, actor: { kind: "job", name: "Sync" } };
  const { state, error } = await carryThrough(ctx, { syncId }, show(shop.store.name));
  if (state !== "done") throw new Plainly(`The first sync of ${shop.store.name} was not finished: ${error ?? state}`);
}
