/** How many calls may run at once, per function and key. Only running calls hold a slot: a sleeping run holds none. */
import { keyOf } from "./expressions";
import type { FunctionConfig } from "./registration";
import type { InngestEvent } from "./shapes";

export interface Limit {
  key: string;
  limit: number;
}

export interface Slots {
  /** Takes one slot of each limit, or none: then the limit that is full comes back. */
  take(limits: Limit[]): Limit | undefined;
  full(limit: Limit): boolean;
  release(limits: Limit[]): void;
  /** Notes that calls wait for a slot of this key, so that a freed slot asks the database only when someone waits. */
  wait(key: string): void;
  waitedFor(key: string): boolean;
  /** As far as is known nobody waits for this key. */
  forget(key: string): void;
}

export function makeSlots(): Slots {
  const taken = new Map<string, number>();
  const waiting = new Set<string>();
  const count = (key: string) => taken.get(key) ?? 0;
  const full = ({ key, limit }: Limit) => count(key) >= limit;
  return {
    full,
    take(limits) {
      const first = limits.find(full);
      if (first) return first;
      for (const { key } of limits) taken.set(key, count(key) + 1);
      return undefined;
    },
    release(limits) {
      for (const { key } of limits) {
        if (count(key) <= 1) taken.delete(key);
        else taken.set(key, count(key) - 1);
      }
    },
    wait: (key) => void waiting.add(key),
    waitedFor: (key) => waiting.has(key),
    forget: (key) => void waiting.delete(key),
  };
}

/** The limits one call of a function falls under. The key of scope `env` or `account` is shared between functions. */
export function limitsOf(fn: FunctionConfig | undefined, event: InngestEvent): Limit[] {
  return (fn?.concurrency ?? [])
    .filter(({ limit }) => limit > 0)
    .map(({ limit, key, scope }) => ({
      key: `${scope === "fn" ? `fn:${fn?.id}` : scope}:${key ?? ""}:${keyOf(key, event)}`,
      limit,
    }));
}
