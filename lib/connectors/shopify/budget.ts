/**
 * Shopify counts points: a bucket per shop and app fills up by so many a second, and each answer tells how full it is.
 * Who knows what a document costs waits until there is enough, instead of asking in vain.
 */
import { type Fields, fieldsIn } from "@/lib/connectors/fields";

export type Cost = { requested: number; available: number; rate: number };

const number = (value: unknown) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);

/** `extensions.cost` of an answer. Undefined where it is not told. */
export function costIn(extensions: Fields): Cost | undefined {
  const cost = fieldsIn(extensions.cost);
  const { currentlyAvailable, restoreRate } = fieldsIn(cost.throttleStatus);
  const [requested, available, rate] = [cost.requestedQueryCost, currentlyAvailable, restoreRate].map(number);
  if (requested === undefined || available === undefined || !rate || rate <= 0) return undefined;
  return { requested, available, rate };
}

/** Seconds until the bucket holds what was asked for. */
export const secondsUntil = ({ requested, available, rate }: Cost): number =>
  Math.max(0, (requested - available) / rate);

export class Budget {
  private readonly costs = new Map<string, number>();
  private last: { available: number; rate: number; at: number } | undefined;

  note(document: string, cost: Cost, at = Date.now()) {
    this.costs.set(document, cost.requested);
    this.last = { available: cost.available, rate: cost.rate, at };
  }

  /** Seconds until this document may be asked; 0 for what was never asked. */
  wait(document: string, now = Date.now()): number {
    const requested = this.costs.get(document);
    if (requested === undefined || !this.last) return 0;
    const { available, rate, at } = this.last;
    return secondsUntil({ requested, rate, available: available + (rate * (now - at)) / 1000 });
  }
}
