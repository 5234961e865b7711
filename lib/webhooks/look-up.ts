/**
 * Deliveries that say only that something changed: the store is asked, once for each record however often it changed.
 */

import { openApi } from "@/lib/connection/access";
import { complain } from "@/lib/connection/registration";
import { answered, pauseLeft, rest } from "@/lib/connection/silence";
import { storeById } from "@/lib/connection/store";
import { Throttled, Unauthorized, Unreadable } from "@/lib/connectors/errors";
import type { Change, StoreApi } from "@/lib/connectors/types";
import { log } from "@/lib/log";
import { type Ctx, transact } from "@/lib/tenancy";
import type { Letter } from "./waiting";

type Look = Extract<Change, { kind: "look" }>;
type Of = Look["of"];

/** Seconds until a store is asked again that refused the key, or answered with what is not its API. */
const untilMended = 300;

const looksIn = (letters: Letter[]) =>
  letters.flatMap(({ changes }) => changes.filter((change): change is Look => change.kind === "look"));

/** So many letters are asked for in one go that a store which then asks for a pause has not been asked in vain. */
const atOnce = 40;

/** The letters in the portions in which they can be looked up; all of them when there is nothing to look up. */
export function* portionsOf(letters: Letter[]): Generator<Letter[]> {
  const size = looksIn(letters).length > 0 ? atOnce : letters.length;
  for (let start = 0; start < letters.length; start += size) yield letters.slice(start, start + size);
}

/**
 * The letters with what the store answers in the place of what they only hinted at. Null when the store cannot be asked
 * now: they stay waiting, and a refused key becomes a sentence on the store's page.
 */
export async function lookUp(ctx: Ctx, storeId: number, letters: Letter[]): Promise<Letter[] | null> {
  const looks = looksIn(letters);
  if (looks.length === 0) return letters;
  const store = await transact(ctx, (ctx) => storeById(ctx, storeId));
  if (store.state !== "active" || pauseLeft(store) > 0) return null;
  const askedAt = new Date();
  try {
    const api = openApi(store);
    const told = { customer: await ask(api, looks, "customer"), order: await ask(api, looks, "order") };
    await answered(ctx, store);
    return letters.map((letter) => ({
      ...letter,
      askedAt: letter.changes.some(({ kind }) => kind === "look") ? askedAt : undefined,
      changes: letter.changes.map((change) => (change.kind === "look" ? answerOf(change, told[change.of]) : change)),
    }));
  } catch (error) {
    const ofStore = error instanceof Throttled || error instanceof Unauthorized || error instanceof Unreadable;
    if (!ofStore) throw error;
    log.warn({ store: store.publicId, error: error.message }, "a store could not be asked what changed");
    if (!(error instanceof Throttled)) await transact(ctx, (ctx) => complain(ctx, storeId, error.message));
    await rest(ctx, store, error instanceof Throttled ? error : new Throttled(error.message, untilMended));
    return null;
  }
}

async function ask(api: StoreApi, looks: Look[], of: Of): Promise<Map<string, Change>> {
  const ids = [...new Set(looks.filter((look) => look.of === of).map(({ externalId }) => externalId))];
  if (ids.length === 0) return new Map();
  const changes = await (of === "customer" ? api.customersById(ids) : api.ordersById(ids));
  return new Map(changes.flatMap((change) => (idOf(change) ? [[idOf(change)!, change] as const] : [])));
}

function idOf(change: Change): string | null {
  if ("record" in change) return change.record.externalId;
  return "externalId" in change ? change.externalId : null;
}

/** An order that is none yet, or a customer that is none, is left out of the answer. */
const answerOf = (look: Look, told: Map<string, Change>): Change =>
  told.get(look.externalId) ?? { kind: "ignored", reason: `This is no ${look.of} at the store, or not yet.` };
