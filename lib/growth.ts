/** How something went up and down over the last days, beside the figure of now. */

export const daysOfGrowth = 30;

/** `change` is the sum of `days`, of which the oldest comes first. */
export type Growth = { change: number; days: number[] };

/** Per id; `ago` is how many days before today `n` came (below zero: left). */
export function growthOf(rows: Iterable<{ id: string; ago: number; n: number }>): Map<string, Growth> {
  const grown = new Map<string, Growth>();
  for (const { id, ago, n } of rows) {
    const growth = grown.get(id) ?? { change: 0, days: new Array<number>(daysOfGrowth).fill(0) };
    grown.set(id, growth);
    if (ago < 0 || ago >= daysOfGrowth) continue;
    growth.change += n;
    growth.days[daysOfGrowth - 1 - ago]! += n;
  }
  return grown;
}
