/** The store on disk: only what differs from its seed, written a moment after a change, in one atomic rename. */
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Outbox } from "@/lib/local/demo-store/outbox";
import type { Customer, Order, Webhook } from "@/lib/local/demo-store/records";
import type { ApiKey, ShopState, StateOptions } from "@/lib/local/demo-store/state";

type Saved = {
  options: StateOptions;
  customers: Customer[];
  goneCustomers: number[];
  orders: Order[];
  goneOrders: number[];
  keys: ApiKey[];
  next: Record<"customer" | "post" | "item" | "meta" | "webhook", number>;
  rightsLost: boolean;
  webhooks: Webhook[];
  waiting: Outbox["waiting"];
};

/** What was saved, undefined on the first start. The seed's options must be those of then. */
export function readSaved(file: string): Saved | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Saved) : undefined;
}

export function restoreSaved(saved: Saved, state: ShopState, outbox: Outbox): void {
  for (const customer of saved.customers) state.putCustomer(customer);
  for (const order of saved.orders) state.putOrder(order);
  for (const id of saved.goneCustomers) state.dropCustomer(id);
  for (const id of saved.goneOrders) state.dropOrder(id);
  state.keys = saved.keys;
  state.rightsLost = saved.rightsLost;
  state.nextCustomerId = saved.next.customer;
  state.nextPostId = saved.next.post;
  state.nextItemId = saved.next.item;
  state.nextMetaId = saved.next.meta;
  outbox.nextWebhookId = saved.next.webhook;
  outbox.webhooks = new Map(saved.webhooks.map((webhook) => [webhook.id, webhook]));
  outbox.waiting = saved.waiting;
  outbox.schedule();
}

/** Keeps `file` up with the state. `close` writes what is still unwritten. */
export function keepOnDisk(file: string, state: ShopState, outbox: Outbox): { close: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(() => save(file, state, outbox));
    return writing;
  };
  state.onChange = () => {
    timer ??= setTimeout(() => void write(), 300);
  };
  // Also before anything happens: the seed's end is now, and must be the same after a restart.
  state.onChange();
  return { close: write };
}

async function save(file: string, state: ShopState, outbox: Outbox) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(snapshot(state, outbox)), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function snapshot(state: ShopState, outbox: Outbox): Saved {
  const customers = [...state.touchedCustomers];
  const orders = [...state.touchedOrders];
  return {
    options: state.options,
    customers: customers.flatMap((id) => state.customers.get(id) ?? []),
    goneCustomers: customers.filter((id) => !state.customers.has(id)),
    orders: orders.flatMap((id) => state.orders.get(id) ?? []),
    goneOrders: orders.filter((id) => !state.orders.has(id)),
    keys: state.keys,
    next: {
      customer: state.nextCustomerId,
      post: state.nextPostId,
      item: state.nextItemId,
      meta: state.nextMetaId,
      webhook: outbox.nextWebhookId,
    },
    rightsLost: state.rightsLost,
    webhooks: [...outbox.webhooks.values()],
    waiting: outbox.waiting,
  };
}
