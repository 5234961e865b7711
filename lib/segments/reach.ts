/** How many of those a definition means can be written to now, and how many never may be. */
import { type SQL, sql } from "drizzle-orm";
import { limitTo, whileAwaited, within } from "@/lib/contacts/directory/patience";
import { permit } from "@/lib/permissions";
import { type Ctx, transact } from "@/lib/tenancy";
import { predicate, universe } from "./compile";
import type { Node } from "./definition";
import { momentOf } from "./moment";

/** `held`: unsubscribed from email, or suppressed. */
export type Reach = { email: number; sms: number; held: number };

const has = (field: string, ...value: string[]): Node => ({ field, operator: "any", value });
const hasNone = (field: string, ...value: string[]): Node => ({ field, operator: "none", value });
const isSet = (field: string): Node => ({ field, operator: "set" });

const groups: Record<keyof Reach, Node> = {
  email: {
    all: [isSet("email"), has("email-consent", "subscribed"), hasNone("held-back", "disabled", "suppressed")],
  },
  sms: {
    all: [
      isSet("phone"),
      has("sms-consent", "subscribed"),
      hasNone("held-back", "disabled"),
      hasNone("sms-suppressed", "manual", "bounce", "complaint", "invalid"),
    ],
  },
  held: { any: [has("email-consent", "unsubscribed"), has("held-back", "suppressed")] },
};

const patience = 20;

/**
 * Null where counting took longer than 20 seconds, or `signal` said that nobody waits. @throws Failure invalid for a
 * definition that is not understood
 */
export async function reachOf(ctx: Ctx, input: { definition: unknown; signal?: AbortSignal }): Promise<Reach | null> {
  permit(ctx, "contacts.read");
  return within(patience, () =>
    transact(ctx, async (ctx) => {
      const at = await momentOf(ctx);
      const condition = predicate(input.definition, at).inlineParams();
      const among = (group: keyof Reach): SQL =>
        sql`count(*) filter (where ${predicate({ include: groups[group] }, at)})::int as ${sql.identifier(group)}`;
      await limitTo(ctx, patience);
      const asked = sql`select ${among("email")}, ${among("sms")}, ${among("held")}
        from contacts c join contact_activity a on a.org_id = ${ctx.orgId} and a.contact_id = c.id
        where ${universe(ctx.orgId)} and ${condition}`;
      const [row] = await whileAwaited(ctx, input.signal, () => ctx.db.execute<Reach>(asked));
      return { email: row!.email, sms: row!.sms, held: row!.held };
    }),
  );
}
