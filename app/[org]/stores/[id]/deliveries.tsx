/** What the store delivered, newest first. A failed one opens with its body and reason, and can be applied again. */
import Link from "next/link";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { ChipLink } from "@/app/ui/chip";
import { RowLinks } from "@/app/ui/row-links";
import { Status } from "@/app/ui/status";
import { Time } from "@/app/ui/values";
import { type DeliveryLine, ListDeliveries, listDeliveries } from "@/lib/stores/inbox";
import type { StoreDetail } from "@/lib/stores/stores";
import type { Ctx } from "@/lib/tenancy";
import { deliveryStates } from "./delivery-states";

type Props = {
  ctx: Ctx;
  org: string;
  store: StoreDetail;
  state: string | undefined;
  before: string | undefined;
  zone: string;
};

export async function Deliveries({ ctx, org, store, state, before, zone }: Props) {
  const asked = ListDeliveries.safeParse({ store: store.id, state, before });
  const input = asked.success ? asked.data : { store: store.id };
  const { items, next } = await listDeliveries(ctx, input);
  const base = `/${org}/stores/${store.id}`;
  const filter = input.state ? `state=${input.state}` : "";
  return (
    <Card flush title="Deliveries" aside={<Filters base={base} state={input.state} failed={store.failed} />}>
      {items.length === 0 ? (
        <p className="px-4 pb-4 text-muted">Nothing of this kind was delivered in the last 30 days.</p>
      ) : (
        <Table items={items} base={base} zone={zone} />
      )}
      {input.before || next ? (
        <nav aria-label="Older deliveries" className="flex gap-2 px-4 py-3">
          {input.before ? <LinkButton href={filter ? `${base}?${filter}` : base}>Newest</LinkButton> : null}
          {next ? <LinkButton href={`${base}?${filter ? `${filter}&` : ""}before=${next}`}>Earlier</LinkButton> : null}
        </nav>
      ) : null}
    </Card>
  );
}

function Filters({ base, state, failed }: { base: string; state: string | undefined; failed: number }) {
  return (
    <nav aria-label="State of deliveries" className="flex flex-wrap gap-1.5 text-base">
      <ChipLink small set={!state} href={base}>
        All
      </ChipLink>
      {Object.entries(deliveryStates).map(([name, { word }]) => (
        <ChipLink key={name} small set={state === name} href={`${base}?state=${name}`}>
          {word}
          {name === "failed" && failed > 0 ? <span className="num">{failed}</span> : null}
        </ChipLink>
      ))}
    </nav>
  );
}

function Table({ items, base, zone }: { items: DeliveryLine[]; base: string; zone: string }) {
  return (
    <section aria-label="Deliveries" className="in-card max-h-[480px] overflow-auto">
      <table className="records">
        <thead>
          <tr>
            <th>What</th>
            <th className="max-md:hidden">Id</th>
            <th>State</th>
            <th className="max-md:hidden">Reason</th>
            <th>Received</th>
          </tr>
        </thead>
        <RowLinks>
          {items.map((item) => (
            <tr key={item.id} data-href={`${base}/deliveries/${item.id}`} className="cursor-pointer">
              <td>
                <Link href={`${base}/deliveries/${item.id}`} prefetch={false} className="font-medium">
                  {item.topic}
                </Link>
              </td>
              <td className="num text-muted max-md:hidden">{item.objectId}</td>
              <td>
                <Status tone={deliveryStates[item.state].tone}>{deliveryStates[item.state].word}</Status>
              </td>
              <td className="text-muted max-md:hidden" title={item.reason ?? undefined}>
                {item.reason}
              </td>
              <td className="text-muted">
                <Time at={item.receivedAt} zone={zone} as="ago" />
              </td>
            </tr>
          ))}
        </RowLinks>
      </table>
    </section>
  );
}
