/**
 * The lists REST shows: filtered, sorted, counted and cut into pages. Sorted lists are kept until something changes.
 */
import type { Customer, Order } from "@/lib/local/demo-store/records";
import type { ShopState } from "@/lib/local/demo-store/state";

export type Listing<T> = { rows: T[]; total: number };
type Range = { start: number; end: number };
export type Window = { after?: number; before?: number };
export type Cut = { offset: number; limit: number };

export type CustomerQuery = {
  role: string;
  email?: string;
  search?: string;
  include?: number[];
  exclude?: number[];
  orderby: "id" | "include" | "name" | "registered_date";
  order: "asc" | "desc";
};

export type OrderQuery = {
  statuses: string[];
  customer?: number;
  search?: string;
  include?: number[];
  exclude?: number[];
  modified: Window;
  created: Window;
  orderby: "id" | "modified" | "date";
  order: "asc" | "desc";
};

export class Lists {
  private readonly kept = new Map<string, unknown[]>();
  private keptVersion = -1;

  constructor(private readonly state: ShopState) {}

  customers(query: CustomerQuery, cut: Cut): Listing<Customer> {
    const { include, exclude, email, search } = query;
    const all = this.keep(`customers ${query.role} ${query.orderby}`, () =>
      [...this.state.customers.values()]
        .filter(({ role }) => query.role === "all" || role === query.role)
        .sort(customerOrder[query.orderby]),
    );
    if (!include && !exclude && !email && !search) return cutPage(all, query.order, cut);
    const chosen = all.filter(
      (customer) =>
        (!include || include.includes(customer.id)) &&
        !exclude?.includes(customer.id) &&
        (!email || customer.email.toLowerCase() === email.toLowerCase()) &&
        (!search || `${customer.email} ${customer.username}`.toLowerCase().includes(search.toLowerCase())),
    );
    return cutPage(chosen, query.order, cut);
  }

  orders(query: OrderQuery, cut: Cut): Listing<Order> {
    const windowed = query.modified.after !== undefined || query.modified.before !== undefined;
    const kept = this.sortedOrders(query.statuses, windowed ? "modified" : query.orderby);
    const range = windowed ? between(kept, query.modified) : { start: 0, end: kept.length };
    const inOrder = !windowed || query.orderby === "modified";
    if (inOrder && !narrow(query)) return cutPage(kept, query.order, cut, range);
    const chosen = kept.slice(range.start, range.end).filter(matches(query));
    return cutPage(inOrder ? chosen : chosen.sort(orderOrder[query.orderby]), query.order, cut);
  }

  private sortedOrders(statuses: string[], by: OrderQuery["orderby"]): Order[] {
    const any = statuses.includes("any");
    const wanted = new Set(statuses);
    // `any` leaves out the trash. How a real store lists drafts was not recorded; here they are apart, as the trash is.
    const shown = (status: string) => (any ? status !== "trash" && status !== "checkout-draft" : wanted.has(status));
    return this.keep(`orders ${any ? "any" : statuses.join()} ${by}`, () =>
      [...this.state.orders.values()].filter(({ status }) => shown(status)).sort(orderOrder[by]),
    );
  }

  private keep<T>(key: string, make: () => T[]): T[] {
    if (this.keptVersion !== this.state.version) this.kept.clear();
    this.keptVersion = this.state.version;
    const rows = (this.kept.get(key) as T[] | undefined) ?? make();
    this.kept.set(key, rows);
    return rows;
  }
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const customerOrder = {
  id: (a: Customer, b: Customer) => a.id - b.id,
  include: (a: Customer, b: Customer) => a.id - b.id,
  name: (a: Customer, b: Customer) => byText(a.username, b.username) || a.id - b.id,
  registered_date: (a: Customer, b: Customer) => a.createdAt - b.createdAt || a.id - b.id,
};

const orderOrder = {
  id: (a: Order, b: Order) => a.id - b.id,
  modified: (a: Order, b: Order) => a.modifiedAt - b.modifiedAt || a.id - b.id,
  date: (a: Order, b: Order) => a.createdAt - b.createdAt || a.id - b.id,
};

/** Strictly after and strictly before, in whole seconds, of a list sorted by time of change. */
function between(sorted: Order[], { after, before }: Window): Range {
  const start = after === undefined ? 0 : firstWhere(sorted, (order) => order.modifiedAt > after);
  const end = before === undefined ? sorted.length : firstWhere(sorted, (order) => order.modifiedAt >= before);
  return { start, end: Math.max(start, end) };
}

function firstWhere(sorted: Order[], holds: (order: Order) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const narrow = ({ customer, search, include, exclude, created }: OrderQuery) =>
  customer !== undefined || search || include || exclude || created.after !== undefined || created.before !== undefined;

const matches =
  ({ customer, search, include, exclude, created }: OrderQuery) =>
  (order: Order) =>
    (customer === undefined || order.customerId === customer) &&
    (!include || include.includes(order.id)) &&
    !exclude?.includes(order.id) &&
    (!search || `${order.billing.email} ${order.billing.last_name}`.toLowerCase().includes(search.toLowerCase())) &&
    (created.after === undefined || order.createdAt > created.after) &&
    (created.before === undefined || order.createdAt < created.before);

function cutPage<T>(
  sorted: T[],
  order: "asc" | "desc",
  { offset, limit }: Cut,
  { start, end }: Range = { start: 0, end: sorted.length },
): Listing<T> {
  const total = end - start;
  if (order === "asc") return { rows: sorted.slice(start + offset, Math.min(end, start + offset + limit)), total };
  return { rows: sorted.slice(Math.max(start, end - offset - limit), Math.max(start, end - offset)).reverse(), total };
}
