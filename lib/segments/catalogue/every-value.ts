/**
 * The values a picker offers, read as a whole: where that is dear, once for everybody for a while, and not at each
 * letter.
 */
import { keptIfDear } from "../../kept";
import { boundTo, type Ctx, transact } from "../../tenancy";
import type { Choice, Field, Live, Property } from "./field";
import { offered } from "./live";

/** So many at most are kept; where there are more, the database is asked. */
export const mostValues = 20_000;

const underway = new Map<string, Promise<Choice[]>>();

/** Most used first. Who asks while the same is being read waits for that. `key` is `keyOf`'s. */
export function everyValue(ctx: Ctx, key: string, live: Live): Promise<Choice[]> {
  const name = `values ${ctx.orgId} ${boundTo(ctx) ?? ""} ${key}`;
  const running = underway.get(name);
  if (running) return running;
  const reading = keptIfDear(name, () => read(ctx, live)).finally(() => underway.delete(name));
  underway.set(name, reading);
  return reading;
}

const read = (ctx: Ctx, live: Live): Promise<Choice[]> =>
  transact(ctx, async (ctx) => [
    ...(await ctx.db.execute<Choice>(offered(live, { orgId: ctx.orgId, q: "", most: mostValues }))),
  ]);

/** Products are the same wherever they are asked for. */
export function keyOf(of: Field | Property, field: string, property = ""): string {
  const same = "named" in of && (of.named === "product" || of.named === "variant");
  return same ? of.named : `${field} ${property}`;
}
