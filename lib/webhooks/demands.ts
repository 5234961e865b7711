/**
 * Demands that platforms pass on are written down at the door, whatever the store's state: lib/privacy honours them.
 */
import type { Change } from "@/lib/connectors/types";
import { events, tell } from "@/lib/jobs";
import { database } from "@/lib/tenancy";

type Demand = Extract<Change, { kind: "demand" }>;
type Of = { orgId: number; storeId: number };

export const demandsIn = (changes: readonly Change[]): Demand[] => changes.filter((change) => change.kind === "demand");

/** Resolves when they are stored, or were stored before. */
export async function keepDemands({ orgId, storeId }: Of, dedupeKey: string, demands: readonly Demand[]) {
  const { sql } = database();
  for (const demand of demands) {
    const who = JSON.stringify("who" in demand ? demand.who : {});
    await sql`
      insert into privacy_demands (org_id, store_id, wants, dedupe_key, who)
      values (${orgId}, ${storeId}, ${demand.wants}, ${dedupeKey}, ${who}::text::jsonb)
      on conflict (org_id, store_id, dedupe_key) do nothing`;
  }
  await tell(events.demandsWaiting.create({ orgId, storeId }));
}
