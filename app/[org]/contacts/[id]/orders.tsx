import { ChevronRight } from "lucide-react";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { Status, type Tone } from "@/app/ui/status";
import { Money, Time } from "@/app/ui/values";
import { type Order, ordersShown, type Profile } from "@/lib/contacts/profile";
import { formatNumber } from "@/lib/format";

const tones: Record<Order["status"], Tone> = {
  placed: "ok",
  refunded: "none",
  cancelled: "stop",
  pending: "wait",
  draft: "hollow",
};

/** The latest orders, each with its items behind it. The status is the store's own word. */
export function Orders({ contact, zone, org }: { contact: Profile; zone: string; org?: string }) {
  const { orderList } = contact;
  if (orderList.length === 0) return null;
  const cut = orderList.length === ordersShown;
  return (
    <Card title="Orders" note={cut ? `the latest ${ordersShown}` : undefined}>
      <OrderLines orders={orderList} zone={zone} />
      {cut && org ? (
        <LinkButton href={`/${org}/contacts/${contact.id}/orders`} className="mt-3">
          Show all
        </LinkButton>
      ) : null}
    </Card>
  );
}

export function OrderLines({ orders, zone }: { orders: Order[]; zone: string }) {
  return (
    <ul>
      {orders.map((order) => (
        <li key={order.key} className="border-b py-2 first:pt-0 last:border-0 last:pb-0">
          <details className="group">
            <summary className="grid list-none grid-cols-[auto_minmax(0,1fr)_auto] gap-x-2">
              <ChevronRight aria-hidden className="mt-0.5 size-4 text-faint group-open:rotate-90" />
              <span className="truncate font-medium">#{order.number}</span>
              <span className="text-right">
                <Money amount={order.total} currency={order.currency} />
              </span>
              <span className="col-start-2 truncate text-small">
                <Status tone={tones[order.status]}>{sentenceCase(order.platformStatus)}</Status>
              </span>
              <span className="text-right text-small text-muted">
                <Time at={order.placedAt} zone={zone} as="day" />
              </span>
            </summary>
            <Items order={order} />
          </details>
        </li>
      ))}
    </ul>
  );
}

function Items({ order }: { order: Order }) {
  return (
    <dl className="num mt-2 grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 pl-6 text-small">
      {order.items.map((item) => (
        <ItemLine
          key={`${item.name} ${item.total} ${item.quantity}`}
          name={`${formatNumber(item.quantity)} × ${item.name}`}
        >
          <Money amount={item.total} currency={order.currency} />
        </ItemLine>
      ))}
      {Number(order.refunded) > 0 ? (
        <ItemLine name="Refunded">
          <Money amount={`-${order.refunded}`} currency={order.currency} />
        </ItemLine>
      ) : null}
    </dl>
  );
}

function ItemLine({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right">{children}</dd>
    </>
  );
}

/** "on-hold" -> "On hold". */
function sentenceCase(word: string): string {
  const plain = word.replaceAll("-", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
