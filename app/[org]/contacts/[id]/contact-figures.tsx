import { Figure, Figures } from "@/app/ui/figures";
import { Money, Time } from "@/app/ui/values";
import type { Profile } from "@/lib/contacts/profile";
import { average, counted, formatNumber, plural } from "@/lib/format";

export function ContactFigures({ contact, zone }: { contact: Profile; zone: string }) {
  const { spent, orders, foreignOrders, currency } = contact;
  const own = orders - foreignOrders;
  return (
    <Figures label="Figures">
      <Figure value={<Money amount={spent} currency={currency} />}>
        total spent{foreignOrders > 0 ? ` · of ${plural(own, "order")} in ${currency}` : ""}
      </Figure>
      <Figure value={formatNumber(orders)}>
        {counted(orders, "order")} · {purchaseStatus(orders)}
      </Figure>
      <Figure value={own > 0 ? <Money amount={average(spent, own)} currency={currency} /> : "–"}>average order</Figure>
      <Figure value={<Time at={contact.lastInteractionAt} zone={zone} as="short" />}>last interaction</Figure>
      <Figure value={<Time at={contact.lastOrderAt} zone={zone} as="day" />}>last order</Figure>
    </Figures>
  );
}

/** product.md, "Status, the figures on the row". */
function purchaseStatus(orders: number): string {
  if (orders === 0) return "never bought";
  return orders === 1 ? "first-time" : "repeat";
}
