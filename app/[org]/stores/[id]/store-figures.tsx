import { Figure, Figures } from "@/app/ui/figures";
import { Time } from "@/app/ui/values";
import { counted, formatDuration, formatNumber } from "@/lib/format";
import type { StoreDetail } from "@/lib/stores/stores";

/** What came, how late we are, and whether both sides count the same. */
export function StoreFigures({ store, zone }: { store: StoreDetail; zone: string }) {
  const { counts, waiting } = store;
  return (
    <Figures label="Figures of the store">
      <Figure value={formatNumber(store.contacts)}>{counted(store.contacts, "contact")} taken</Figure>
      <Figure value={<Time at={store.lastDeliveryAt} zone={zone} as="short" />}>last delivery</Figure>
      <Figure value={waiting.count === 0 ? "None" : formatNumber(waiting.count)}>
        {waiting.count === 0 ? "waiting · no lag" : `waiting · ${formatDuration(waiting.seconds)} behind`}
      </Figure>
      <Figure value={formatNumber(counts.customers)}>
        {counted(counts.customers, "account")} here
        <Theirs store={store} count={counts.theirCustomers} zone={zone} />
      </Figure>
      <Figure value={formatNumber(counts.orders)}>
        {counted(counts.orders, "order")} here
        <Theirs store={store} count={counts.theirOrders} zone={zone} />
      </Figure>
      <Figure value={formatNumber(store.failed)}>
        {counted(store.failed, "failed delivery", "failed deliveries")}
      </Figure>
    </Figures>
  );
}

/** Nothing of platforms that do not count. They were asked a while ago, and more have come since: so it says when. */
function Theirs({ store, count, zone }: { store: StoreDetail; count: number | null; zone: string }) {
  if (!store.abilities.counts) return null;
  if (count === null) return " · not counted there yet";
  return (
    <>
      {` · ${formatNumber(count)} there, `}
      <Time at={store.counts.at} zone={zone} as="short" />
    </>
  );
}
