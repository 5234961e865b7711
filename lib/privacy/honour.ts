/**
 * What platforms pass on is honoured: a person is erased by the house's own verb, or found for a member to hand over
 * what is held; a store that left is disconnected, and what it told is erased. Each is one transaction with the note
 * that it is done.
 */
import { sql } from "drizzle-orm";
import { openApi } from "@/lib/connection/access";
import { type StoreRow, storeById } from "@/lib/connection/store";
import { Unauthorized } from "@/lib/connectors/errors";
import { erasePerson } from "@/lib/contacts/erase";
import { errorFacts, log } from "@/lib/log";
import { leaveStore } from "@/lib/stores/manage";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";
import { eraseStore } from "./erase-store";
import { findPerson, type Who } from "./person";

type Demand = { id: string; wants: "export" | "erase" | "erase-store" | "disconnect"; who: Who };
type State = "open" | "done" | "unknown";

/** Honours what waits for one store, oldest first. Gives how many; one that fails stays for the next time. */
export async function honourDemands(ctx: Ctx, input: { storeId: number }): Promise<{ honoured: number }> {
  let honoured = 0;
  for (const demand of await waitingOf(ctx, input.storeId)) {
    try {
      await honour(ctx, input.storeId, demand);
      honoured += 1;
    } catch (error) {
      log.error({ demand: demand.id, error: errorFacts(error) }, "a demand could not be honoured; it is tried again");
    }
  }
  return { honoured };
}

/** Stores with demands that no run has honoured: what a lost hint, or a store out of reach, left lying. */
export async function storesWithDemands(): Promise<{ orgId: number; storeId: number }[]> {
  const rows = await database().sql`
    select distinct org_id::int as "orgId", store_id::int as "storeId" from privacy_demands where state = 'waiting'`;
  return rows.map(({ orgId, storeId }) => ({ orgId, storeId }));
}

async function waitingOf(ctx: Ctx, storeId: number): Promise<Demand[]> {
  const rows = await transact(ctx, (ctx) =>
    ctx.db.execute<Demand>(sql`select id::text as id, wants, who from privacy_demands
      where org_id = ${ctx.orgId} and store_id = ${storeId} and state = 'waiting' order by id limit 500`),
  );
  return [...rows];
}

async function honour(ctx: Ctx, storeId: number, { id, wants, who }: Demand): Promise<void> {
  if (wants === "export" || wants === "erase") {
    return transact(ctx, async (ctx) => {
      if (!(await holds(ctx, id))) return;
      const store = await storeById(ctx, storeId);
      const contact = await findPerson(ctx, store, who);
      if (contact && wants === "erase") await erasePerson(ctx, contact.publicId);
      const state = !contact ? "unknown" : wants === "export" ? "open" : "done";
      await settle(ctx, id, state, state === "open" ? contact!.id : null);
    });
  }
  const store = await transact(ctx, (ctx) => storeById(ctx, storeId));
  const ended = await accessEnded(store);
  if (ended && wants === "erase-store") await eraseStore(ctx, store);
  await transact(ctx, async (ctx) => {
    if (ended) await leaveStore(ctx, store, "The app was taken off the store there.");
    await settle(ctx, id, "done", null);
  });
}

/**
 * Told late, of a store that was connected again meanwhile, it means nothing any more. Throws when the store is out of
 * reach.
 */
async function accessEnded(store: StoreRow): Promise<boolean> {
  if (store.state === "disconnected" || !store.credentials) return true;
  try {
    await openApi(store).facts();
    return false;
  } catch (error) {
    if (error instanceof Unauthorized) return true;
    throw error;
  }
}

async function holds(ctx: Working, id: string): Promise<boolean> {
  const rows = await ctx.db.execute(sql`select 1 from privacy_demands
    where org_id = ${ctx.orgId} and id = ${id} and state = 'waiting' for update`);
  return rows.length > 0;
}

/** Whom it was about is not kept longer than it takes to find them. */
async function settle(ctx: Working, id: string, state: State, contactId: number | null) {
  await ctx.db.execute(sql`
    update privacy_demands set state = ${state}, who = '{}', contact_id = ${contactId},
      settled_at = case when ${state}::text = 'open' then null else now() end
    where org_id = ${ctx.orgId} and id = ${id} and state = 'waiting'`);
}
