/**
 * What a small server makes of its rows to answer from: lists in an order, rows by what a column says. Made anew for each
 * answer, because things happen to the rows in between.
 */
type Rows = ReadonlyMap<unknown, unknown>;

export class Views {
  private readonly kept = new WeakMap<Rows, { size: number; views: Map<string, unknown> }>();

  /** `still`: nothing happens to the rows any more but that some come or go, and what is made of them is kept. */
  constructor(private readonly still: boolean) {}

  /** What `make` makes of these rows. `name` says what that is, among all that is made of them. */
  of<R, T>(rows: ReadonlyMap<unknown, R>, name: string, make: (rows: R[]) => T): T {
    if (!this.still) return make([...rows.values()]);
    const held = this.kept.get(rows);
    const views = held?.size === rows.size ? held.views : new Map<string, unknown>();
    if (views !== held?.views) this.kept.set(rows, { size: rows.size, views });
    if (!views.has(name)) views.set(name, make([...rows.values()]));
    return views.get(name) as T;
  }
}

/** The rows by what `key` says of them, each group in the order of the list. */
export function grouped<R>(rows: readonly R[], key: (row: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

/** The place of the first row that lies so far, in a list of which all behind it do too: its length if none does. */
export function firstOf<R>(rows: readonly R[], liesSoFar: (row: R) => boolean): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (liesSoFar(rows[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Up to `most` rows from a place on that are kept. */
export function someFrom<R>(rows: readonly R[], from: number, most: number, keeps: (row: R) => boolean): R[] {
  const some: R[] = [];
  for (let at = from; at < rows.length && some.length < most; at++) if (keeps(rows[at]!)) some.push(rows[at]!);
  return some;
}
