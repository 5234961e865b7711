/** What was done to a segment and by whom, as the audit trail has it. */
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { notFound } from "@/lib/errors";
import { permit } from "@/lib/permissions";
import { type Ctx, transact, transactBeyondPolicy } from "@/lib/tenancy";
import { wordsOf } from "./in-words";
import { momentOf } from "./moment";
import type { OneSegment } from "./segments";
import { readSegments } from "./show";

/** `verb` as in the audit trail, without "segment."; `words`: the condition from then on, where it was told. */
export type Deed = { at: Date; by: string; verb: string; words: string | null };

const shown = 20;

/** The newest 20. No index serves a field of JSON behind a policy. @throws Failure not-found */
export async function historyOf(ctx: Ctx, input: z.output<typeof OneSegment>): Promise<Deed[]> {
  permit(ctx, "contacts.read");
  const rows = await transactBeyondPolicy(ctx, (ctx) =>
    ctx.db.execute<{ at: string; by: string; verb: string; definition: unknown }>(sql`
      select at, actor_name as by, verb, detail -> 'definition' as definition from audit_trail
      where org_id = ${ctx.orgId} and detail ->> 'segment' = ${input.segment} order by id desc limit ${shown}`),
  );
  return transact(ctx, async (ctx) => {
    if ((await readSegments(ctx, input.segment)).length === 0) throw notFound("segment");
    const { fields } = await momentOf(ctx);
    const deeds: Deed[] = [];
    for (const { at, by, verb, definition } of rows) {
      const words = definition ? await wordsOf(ctx, definition, fields) : null;
      deeds.push({ at: new Date(at), by, verb: verb.replace("segment.", ""), words });
    }
    return deeds;
  });
}
