/**
 * How long an organization keeps what piles up: deliveries of its stores, and lines of timelines that are mere traffic.
 */
import { eq } from "drizzle-orm";
import type { z } from "zod";
import { organizations } from "@/db/schema";
import { audit } from "../audit";
import { permit } from "../permissions";
import { type Ctx, database, transact, type Working } from "../tenancy";
import type { ChooseRetention } from "./inputs";

/** `eventsMonths` null = for ever. */
export type Retention = { eventsMonths: number | null; deliveriesDays: number };

export async function retentionOf(ctx: Ctx): Promise<Retention> {
  permit(ctx, "organization.read");
  return transact(ctx, read);
}

/** Holds from the next night on; what is then forgotten does not come back. */
export async function chooseRetention(ctx: Ctx, input: z.output<typeof ChooseRetention>): Promise<void> {
  permit(ctx, "organization.edit");
  await transact(ctx, async (ctx) => {
    const before = await read(ctx);
    if (before.eventsMonths === input.eventsMonths && before.deliveriesDays === input.deliveriesDays) return;
    await ctx.db
      .update(organizations)
      .set({ keepEventsMonths: input.eventsMonths, keepDeliveriesDays: input.deliveriesDays })
      .where(eq(organizations.id, ctx.orgId));
    await audit(ctx, "organization.retention-changed", "organization", { before, after: input });
  });
}

/** Removes settled deliveries when their organization's time is over, 10,000 a statement. Gives how many. */
export async function forgetOldDeliveries(): Promise<number> {
  const { sql } = database();
  let forgotten = 0;
  for (;;) {
    const { count } = await sql`
      with old as (
        delete from webhook_outcomes where (org_id, store_id, id) in (
          select d.org_id, d.store_id, d.id from webhook_outcomes d join organizations o on o.id = d.org_id
          where (d.state in ('applied', 'ignored')
              and d.settled_at < now() - make_interval(days => o.keep_deliveries_days))
            or (d.state = 'failed'
              and d.settled_at < now() - make_interval(days => greatest(90, o.keep_deliveries_days)))
          limit 10000)
        returning org_id, store_id, id
      )
      delete from webhook_deliveries d using old
      where d.org_id = old.org_id and d.store_id = old.store_id and d.id = old.id`;
    forgotten += count;
    if (count === 0) return forgotten;
  }
}

/**
 * Removes old lines of visits, messages and programs, a few thousand contacts at a time. What records, consent and
 * membership say stays: it is told by their own rows too, and a timeline without them would lie. Gives how many.
 */
export async function forgetOldEvents(): Promise<number> {
  const { sql } = database();
  const organizations = await sql<{ id: number; months: number }[]>`
    select id::int, keep_events_months as months from organizations where keep_events_months is not null`;
  let forgotten = 0;
  for (const { id: org, months } of organizations) {
    for (let after: string | null = "0"; after; ) {
      const [stretch]: { last: string | null }[] = await sql`select max(id) as last from (
        select id from contacts where org_id = ${org} and id > ${after} order by id limit 5000) c`;
      const { count } = await sql`
        delete from contact_events where org_id = ${org} and contact_id > ${after} and contact_id <= ${stretch!.last}
          and at < now() - make_interval(months => ${months}) and kind ~ '^(visit|page|product|api|message)\\.'`;
      forgotten += count;
      after = stretch!.last;
    }
  }
  return forgotten;
}

async function read(ctx: Working): Promise<Retention> {
  const [row] = await ctx.db
    .select({ eventsMonths: organizations.keepEventsMonths, deliveriesDays: organizations.keepDeliveriesDays })
    .from(organizations)
    .where(eq(organizations.id, ctx.orgId));
  return row!;
}
