/** How a store stands, in a dot and a few words. The same on its page, in the list and on the start page. */
import { Status, type Tone } from "@/app/ui/status";
import type { StoreSummary, SyncView } from "@/lib/stores/stores";

export function StoreState({ store }: { store: StoreSummary }) {
  const { tone, word } = standing(store);
  return <Status tone={tone}>{word}</Status>;
}

function standing(store: StoreSummary): { tone: Tone; word: string } {
  if (!store.called) return { tone: "ok", word: "By API and CSV" };
  if (store.state === "choosing") return { tone: "wait", word: "Choose whom to take" };
  if (store.state === "paused") return { tone: "none", word: "Paused" };
  if (store.state === "disconnected") return { tone: "hollow", word: "Disconnected" };
  if (store.lastSync?.state === "running") return { tone: "wait", word: `Catching up${percent(store.lastSync)}` };
  if (store.trouble || store.untold || store.lastSync?.state === "failed")
    return { tone: "stop", word: "Needs a look" };
  // Hints that the merchant set up make a store's news as quick as a platform's own.
  return { tone: "ok", word: store.polled && !store.lastDeliveryAt ? "Every five minutes" : "In real time" };
}

/** Records read, and how many there are: null while the store has not told. */
export function progressOf(sync: SyncView): { done: number; of: number | null } {
  const done = sync.customersDone + sync.ordersDone;
  const known = sync.customersTotal !== null && sync.ordersTotal !== null;
  return { done, of: known ? Math.max(done, sync.customersTotal! + sync.ordersTotal!) : null };
}

function percent(sync: SyncView): string {
  const { done, of } = progressOf(sync);
  return of ? ` ${Math.floor((done / of) * 100)} %` : "";
}
