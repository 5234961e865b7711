/** A demo's store at work: filled once, kept over restarts, and living while somebody is connected. */
import { chance, inventPerson, pick, type Random, randomFrom } from "@/lib/local/demo-store/people";
import type { Billing } from "@/lib/local/demo-store/records";
import { putBack, writeDown } from "./kept";

/** `since`: when the demo was first opened; what is in its stores is of the ten months before. */
export type Place = { port: number; since: Date };

export type DemoStore = {
  server: { url: string; stop(): Promise<void> };
  /** Objects whose fields are all that must outlive a restart. */
  holds: object[];
  /** People, orders and dates of the first start: the same ones each time. */
  fill(): void;
  /** Whether anybody is connected. Until then nothing happens. */
  isHeard(): boolean;
  /** One thing happens. */
  happen(random: Random): void;
  /** Where it tells what happened: what waits to be told, and telling it all. */
  outbox?: { waiting: unknown[]; tell(): Promise<unknown> };
};

export type Running = { url: string; happenOnce(random?: Random): Promise<void>; stop(): Promise<void> };

const betweenMs = 10_000;
/** Longer lists of unheard news are cut: who was away for that long reads everything anew. */
const mostWaiting = 500;

/** `file`: where it is kept, nowhere without. `live`: whether things happen by themselves. */
export function run(store: DemoStore, { file, live = false }: { file?: string; live?: boolean } = {}): Running {
  if (!file || !putBack(file, store.holds)) {
    store.fill();
    store.outbox?.waiting.splice(0);
  }
  const keep = () => file && writeDown(file, store.holds);
  keep();
  const happenOnce = async (random: Random = Math.random) => {
    if (!store.isHeard()) return;
    store.happen(random);
    await tellAll(store);
    keep();
  };
  const timer = live ? setInterval(alone(happenOnce), betweenMs) : undefined;
  return {
    url: store.server.url,
    happenOnce,
    async stop() {
      clearInterval(timer);
      await store.server.stop();
      keep();
    },
  };
}

/** While one takes long, no other begins. */
function alone(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}

/** What nobody took, because the app is away, is told again: it takes the same news twice for once. */
async function tellAll({ outbox }: DemoStore) {
  if (!outbox) return;
  const news = [...outbox.waiting];
  try {
    await outbox.tell();
  } catch {
    outbox.waiting.unshift(...news);
    outbox.waiting.splice(0, outbox.waiting.length - mostWaiting);
  }
}

export type Sold = { name: string; sku: string; price: number };

export const candles: readonly Sold[] = [
  { sku: "BW-PIL-S", name: "Beeswax pillar, small", price: 14 },
  { sku: "BW-PIL-L", name: "Beeswax pillar, large", price: 29 },
  { sku: "BW-TAP-6", name: "Six taper candles", price: 18 },
  { sku: "BW-TEA-24", name: "Tea lights, two dozen", price: 11 },
];

/** Who is in a store at its first start: when they came, what they said, and when they bought what. */
export type Guest = { person: Billing; at: Date; subscribed: boolean; sales: { at: Date; sold: Sold }[] };

/** `count` people, the same ones for the same name, some of whom bought; `from`: the first one's number. */
export function crowd(name: string, count: number, since: Date, from = 1): Guest[] {
  const random = randomFrom(name);
  const daysBefore = (days: number) => new Date(since.getTime() - (1 + Math.floor(random() * days)) * 86_400_000);
  return Array.from({ length: count }, (_, n) => {
    const [person, at] = [inventPerson(random, from + n), daysBefore(300)];
    const sales = Array.from({ length: Math.floor(random() * 4) }, () => ({
      at: new Date(at.getTime() + Math.floor(random() * (since.getTime() - at.getTime()))),
      sold: pick(random, candles),
    }));
    return { person, at, subscribed: chance(random, 0.5), sales };
  });
}

/** A demo that is left alone for weeks stays small: from there on nobody is new, and nobody buys. */
export const isFull = (people: number, sales: number) => people >= 400 || sales >= 2000;

export const one = <T>(random: Random, among: Iterable<T>): T | undefined => {
  const all = [...among];
  return all.length > 0 ? pick(random, all) : undefined;
};

export const seconds = (at: Date) => Math.floor(at.getTime() / 1000);
