/**
 * A small WooCommerce: REST API, signed webhooks and a shop window, as a real 11.0.1 was recorded. For demo and tests.
 */
import type { AddressInfo } from "node:net";
import * as customers from "@/lib/local/demo-store/customers";
import { startLife } from "@/lib/local/demo-store/live";
import { keepOnDisk, readSaved, restoreSaved } from "@/lib/local/demo-store/memory";
import * as orders from "@/lib/local/demo-store/orders";
import { Outbox } from "@/lib/local/demo-store/outbox";
import type { Shelf } from "@/lib/local/demo-store/records";
import { renderCustomer } from "@/lib/local/demo-store/render-customer";
import { renderOrder } from "@/lib/local/demo-store/render-order";
import { type BadDay, makeServer, type ServerOptions } from "@/lib/local/demo-store/server";
import { type ApiKey, ShopState, type WooVersion } from "@/lib/local/demo-store/state";

export { keysOf } from "@/lib/local/demo-store/state";

export type DemoStoreOptions = ServerOptions & {
  /** 0 or absent: any free port. */
  port?: number;
  seed?: string;
  /** Accounts to begin with; orders are four times as many unless told. */
  customers?: number;
  orders?: number;
  /** Where to keep what happens, so that a restart goes on. */
  dataFile?: string;
  /** Things happen by themselves every few seconds. */
  live?: boolean;
  /** From something happening to its delivery. */
  deliveryDelayMs?: number;
  version?: WooVersion;
  name?: string;
  timeZone?: string;
  currency?: string;
  country?: string;
  shelf?: Shelf;
};

export type DemoStore = Awaited<ReturnType<typeof startDemoStore>>;

/** Starts a store on 127.0.0.1. Without customers it is empty, as tests mostly want it. */
export async function startDemoStore(options: DemoStoreOptions = {}) {
  const saved = options.dataFile ? readSaved(options.dataFile) : undefined;
  const state = new ShopState(saved?.options ?? stateOptions(options));
  const outbox = new Outbox(state, options.deliveryDelayMs ?? 1000);
  state.emit = (topic, id) => outbox.enqueue(topic, id);
  if (saved) restoreSaved(saved, state, outbox);
  const badDays: BadDay[] = [];
  const server = makeServer(state, outbox, badDays, options);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  state.home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const disk = options.dataFile ? keepOnDisk(options.dataFile, state, outbox) : undefined;
  const stopLife = options.live ? startLife(state) : () => {};
  return {
    url: state.home,
    keys: state.keys[0] as ApiKey,
    store: verbs(state),
    outbox,
    /** The next REST calls get these answers. */
    misbehave: (...days: BadDay[]) => void badDays.push(...days),
    /** Sends all waiting webhooks now; done when they were answered. */
    flush: () => outbox.flush(),
    /** The next deliveries get lost on the way. */
    lose: (count: number) => outbox.lose(count),
    truth: () => truth(state),
    async stop() {
      stopLife();
      outbox.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await disk?.close();
    },
  };
}

const stateOptions = (options: DemoStoreOptions) => ({
  seed: options.seed ?? "demo",
  customers: options.customers ?? 0,
  orders: options.orders ?? (options.customers ?? 0) * 4,
  endsAt: Math.floor(Date.now() / 1000),
  version: options.version ?? ("11.0.1" as const),
  name: options.name ?? "Northlight Candles",
  timeZone: options.timeZone ?? "Europe/Berlin",
  currency: options.currency ?? "EUR",
  country: options.country ?? "DE",
  shelf: options.shelf,
});

/** The store's customers and the orders it does not keep in the trash, as REST shows them. */
function truth(state: ShopState) {
  const people = [...state.customers.values()].filter(({ role }) => role === "customer");
  const kept = [...state.orders.values()].filter(({ status }) => status !== "trash");
  return {
    customers: people.map((customer) => renderCustomer(state, customer)),
    orders: kept.map((order) => renderOrder(state, order)),
  };
}

/** The verbs without their first argument, and the few that are not about one record. */
function verbs(state: ShopState) {
  const bind =
    <Rest extends unknown[], Result>(verb: (state: ShopState, ...rest: Rest) => Result) =>
    (...rest: Rest) =>
      verb(state, ...rest);
  return {
    createCustomer: bind(customers.createCustomer),
    createUser: bind(customers.createUser),
    updateCustomer: bind(customers.updateCustomer),
    changeEmail: bind(customers.changeEmail),
    optIn: bind(customers.optIn),
    optOut: bind(customers.optOut),
    changeMetaSilently: bind(customers.changeMetaSilently),
    changeRole: bind(customers.changeRole),
    eraseBilling: bind(customers.eraseBilling),
    deleteCustomer: bind(customers.deleteCustomer),
    placeOrder: bind(orders.placeOrder),
    openCheckout: bind(orders.openCheckout),
    completeCheckout: bind(orders.completeCheckout),
    setStatus: bind(orders.setStatus),
    refund: bind(orders.refund),
    editOrder: bind(orders.editOrder),
    trash: bind(orders.trash),
    restore: bind(orders.restore),
    forceDelete: bind(orders.forceDelete),
    addKey: (permissions: ApiKey["permissions"]) => state.addKey(permissions, "test"),
    revokeKey: (consumerKey: string) => {
      state.keys = state.keys.filter((key) => key.consumerKey !== consumerKey);
    },
    /** The user behind keys and webhooks is demoted, or given the rights back. */
    loseRights: (lost: boolean) => {
      state.rightsLost = lost;
    },
    customer: (id: number) => renderCustomer(state, state.customer(id)),
    order: (id: number) => renderOrder(state, state.order(id)),
  };
}
