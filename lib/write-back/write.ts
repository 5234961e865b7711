/**
 * Tells a store the choices that were made elsewhere. What is due is taken for a while, told outside any transaction
 * and then settled; cut off in between it is told once more, and a choice made meanwhile stays due.
 */
import { openApi } from "@/lib/connection/access";
import type { StoreRow } from "@/lib/connection/store";
import { Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import { Failure } from "@/lib/errors";
import { log } from "@/lib/log";
import { type Ctx, transact } from "@/lib/tenancy";
import { type Due, takeDue } from "./due";
import { type Answer, pauseStore, settle } from "./settle";

/** `more`: there was still something due when the time was up. */
export type Told = { told: number; more: boolean };

/**
 * Tells one store what is due, 100 people a call, for about `seconds`. A store that asks for a pause, is out of reach
 * or takes no writing gets its pause, with the reason where the merchant sees it; nothing is given up for that.
 * Throws only when our own database fails.
 */
export async function writeBack(ctx: Ctx, input: { storeId: number; seconds?: number }): Promise<Told> {
  const until = Date.now() + (input.seconds ?? 15) * 1000;
  for (let told = 0; ; ) {
    const taken = await transact(ctx, (ctx) => takeDue(ctx, input.storeId));
    if (!taken) return { told, more: false };
    const answers = await ask(taken.store, taken.due);
    if (answers instanceof Error) {
      log.warn({ store: taken.store.publicId, error: answers.message }, "choices could not be told to a store");
      await transact(ctx, (ctx) => pauseStore(ctx, taken.store, taken.due, answers));
      return { told, more: false };
    }
    await transact(ctx, (ctx) => settle(ctx, taken.store, taken.due, answers));
    told += answers.filter(({ outcome }) => outcome === "written").length;
    if (Date.now() > until) return { told, more: true };
  }
}

async function ask(store: StoreRow, due: Due[]): Promise<Answer[] | Error> {
  try {
    const api = openApi(store);
    const answers: Answer[] = [];
    for (const channel of ["email", "sms"] as const) {
      const told = due.filter((one) => one.channel === channel);
      if (told.length === 0) continue;
      for (const written of await api.writeConsent(told, channel)) answers.push({ ...written, channel });
    }
    return answers;
  } catch (error) {
    const isOfStore = [Throttled, Unauthorized, Unreadable, Failure].some((kind) => error instanceof kind);
    if (isOfStore) return error as Error;
    throw error;
  }
}
