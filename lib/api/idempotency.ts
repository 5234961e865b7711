/** A call that is sent twice is done once: its answer is kept for a day, in the same transaction as its work. */
import { sql } from "drizzle-orm";
import { tellAfter } from "@/lib/jobs";
import { type Ctx, database, transact, type Working } from "@/lib/tenancy";
import { ApiProblem } from "./problem";

export type Answer = { status: number; body: string };

/** `hash` is that of method, path and body. */
type Call = { keyId: number; idempotencyKey: string; hash: string };

/**
 * Runs `work` and keeps its answer, or gives the one that is kept. A call that fails or is killed leaves nothing, and
 * may be sent again. @throws ApiProblem reused (another body), conflict (the same call is being worked on)
 */
export async function once(
  ctx: Ctx,
  call: Call,
  work: (ctx: Ctx) => Promise<Answer>,
): Promise<Answer & { again: boolean }> {
  const { keyId, idempotencyKey, hash } = call;
  const mine = sql`org_id = ${ctx.orgId} and key_id = ${keyId} and idempotency_key = ${idempotencyKey}`;
  const inOne = async (ctx: Working) => {
    const name = `api ${ctx.orgId} ${keyId} ${idempotencyKey}`;
    const [turn] = await ctx.db.execute<{ mine: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as mine`,
    );
    if (!turn?.mine)
      throw new ApiProblem("conflict", "A call with this Idempotency-Key is being worked on. Try again in a moment.");
    const [kept] = await ctx.db.execute<{ hash: string; old: boolean } & Answer>(sql`
      select request_hash as hash, status, body, answered_at < now() - interval '24 hours' as old
      from api_answers where ${mine}`);
    if (kept && !kept.old) {
      if (kept.hash === hash) return { status: kept.status, body: kept.body, again: true };
      throw new ApiProblem("reused", "This Idempotency-Key was sent with another body. Take a new one for a new call.");
    }
    if (kept) await ctx.db.execute(sql`delete from api_answers where ${mine}`);
    const answer = await work(ctx);
    await ctx.db.execute(sql`
      insert into api_answers (org_id, key_id, idempotency_key, request_hash, status, body)
      values (${ctx.orgId}, ${keyId}, ${idempotencyKey}, ${hash}, ${answer.status}, ${answer.body})`);
    return { ...answer, again: false };
  };
  return tellAfter(() => transact(ctx, inOne));
}

/** Kept answers older than a day, 10,000 a statement. Gives how many. */
export async function forgetOldAnswers(): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const { count } = await database().sql`
      delete from api_answers where (org_id, key_id, idempotency_key) in (
        select org_id, key_id, idempotency_key from api_answers
        where answered_at < now() - interval '24 hours' limit 10000)`;
    forgotten += count;
    if (count === 0) return forgotten;
  }
}
