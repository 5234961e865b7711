/** How many calls may run at once, per function and key. Only running calls hold a slot: a sleeping run holds none. */
import { keyOf } from "./expressions";
import type { FunctionConfig } from "./registration";
import type { InngestEvent } from "./shapes";

export interface Limit {
  key: string;
  limit: number;
}

export interface Slots {
  /** Takes one slot of each limit, or none: then the key that is full comes back. */
  take(limits: Limit[]): string | undefined;
  release(limits: Limit[]): void;
  /** Forgets everything, after which no call runs. */
  clear(): void;
}

export function makeSlots(): Slots {
  const taken = new Map<string, number>();
  const count = (key: string) => taken.get(key) ?? 0;
  return {
    take(limits) {
      const full = limits.find(({ key, limit }) => count(key) >= limit);
      if (full) return full.key;
      for (const { key } of limits) taken.set(key, count(key) + 1);
      return undefined;
    },
    release(limits) {
      for (const { key } of limits) {
        if (count(key) <= 1) taken.delete(key);
        else taken.set(key, count(key) - 1);
      }
    },
    clear: () => taken.clear(),
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
