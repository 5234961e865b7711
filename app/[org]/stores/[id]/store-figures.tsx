import { Figure, Figures } from "@/app/ui/figures";
import { Time } from "@/app/ui/values";
import { formatDuration, formatNumber } from "@/lib/format";
import type { StoreDetail } from "@/lib/stores/stores";

/** What came, how late we are, and whether both sides count the same. */
export function StoreFigures({ store, zone }: { store: StoreDetail; zone: string }) {
  const { counts, waiting } = store;
  return (
    <Figures label="Figures of the store">
      <Figure value={formatNumber(store.contacts)}>contacts taken</Figure>
      <Figure value={<Time at={store.lastDeliveryAt} zone={zone} as="short" />}>last delivery</Figure>
      <Figure value={waiting.count === 0 ? "None" : formatNumber(waiting.count)}>
        {waiting.count === 0 ? "waiting · no lag" : `waiting · ${formatDuration(waiting.seconds)} behind`}
      </Figure>
      <Figure value={formatNumber(counts.customers)}>accounts here{theirs(store, counts.theirCustomers)}</Figure>
      <Figure value={formatNumber(counts.orders)}>orders here{theirs(store, counts.theirOrders)}</Figure>
      <Figure value={formatNumber(store.failed)}>failed deliveries</Figure>
    </Figures>
  );
}

/** Nothing of platforms that do not count. */
function theirs({ abilities }: StoreDetail, count: number | null): string {
  if (!abilities.counts) return "";
  return count === null ? " · not counted there yet" : ` · ${formatNumber(count)} there`;
}
