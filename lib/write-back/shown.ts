/** What we wrote into an account is none of the person's acts when the store shows it to us: lib/records/shown.ts. */
import { sql } from "drizzle-orm";
import type { HeldChoice } from "@/lib/connectors/types";
import { anyText } from "@/lib/sets";
import type { Working } from "@/lib/tenancy";
import type { Due } from "./due";

/** Those that are told this of e-mail: of other channels an account's showing is not kept. */
export const accountsOf = (choices: readonly Due[], state: HeldChoice["state"]) =>
  choices.filter((choice) => choice.channel === "email" && choice.state === state).map(({ externalId }) => externalId);

/** Notes that these accounts show the choice by our own writing; null: that nothing is known of it any more. */
export async function noteShown(ctx: Working, storeId: number, accounts: string[], state: HeldChoice["state"] | null) {
  if (accounts.length === 0) return;
  await ctx.db.execute(sql`
    update store_customers a set shown = ${state}, shown_at = coalesce(c.email_consent_at, now())
    from contacts c where c.org_id = ${ctx.orgId} and c.id = a.contact_id and a.org_id = ${ctx.orgId}
      and a.store_id = ${storeId} and a.external_id = ${anyText(accounts)}
      and a.shown is distinct from ${state}::text`);
}
