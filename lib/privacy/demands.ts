/** People who want to see what is held of them, for the page of the store that passed it on. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { findStore } from "@/lib/connection/store";
import { may, permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";

export const OfStore = z.object({ store: z.uuid() });

/** `contact`: whose data is to be handed over. Platforms give the merchant thirty days. */
export type OpenDemand = { contact: string; name: string; receivedAt: Date };
export type Demands = { open: OpenDemand[]; erased: number; handedOver: number };

/** @throws Failure not-found */
export async function listDemands(ctx: Ctx, input: z.output<typeof OfStore>): Promise<Demands> {
  permit(ctx, "stores.read");
  return transact(ctx, async (ctx) => {
    const store = await findStore(ctx, input.store);
    const open = await ctx.db.execute<{ contact: string; name: string; at: number }>(sql`
      select c.public_id as contact, coalesce(c.email_typed, c.email, c.phone, c.external_id, '') as name,
        (extract(epoch from d.received_at) * 1000)::float8 as at
      from privacy_demands d join contacts c on c.org_id = d.org_id and c.id = d.contact_id
      where d.org_id = ${ctx.orgId} and d.store_id = ${store.id} and d.state = 'open' order by d.received_at
        limit 100`);
    const [count] = await ctx.db.execute<{ erased: number; told: number }>(sql`
      select count(*) filter (where wants = 'erase')::int as erased,
        count(*) filter (where wants = 'export')::int as told
      from privacy_demands where org_id = ${ctx.orgId} and store_id = ${store.id} and state = 'done'`);
    const shown = may(ctx, "contacts.export") ? [...open] : [];
    return {
      open: shown.map(({ contact, name, at }) => ({ contact, name, receivedAt: new Date(at) })),
      erased: count!.erased,
      handedOver: count!.told,
    };
  });
}
