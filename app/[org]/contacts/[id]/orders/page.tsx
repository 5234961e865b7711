import type { Metadata } from "next";
import { LinkButton } from "@/app/ui/button";
import { Card } from "@/app/ui/card";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { nameOf } from "@/app/ui/words";
import { listOrders } from "@/lib/contacts/orders";
import { memberContext } from "@/lib/web/session";
import { readContact } from "../contact";
import { OrderLines } from "../orders";

type Props = {
  params: Promise<{ org: string; id: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
};

export const metadata: Metadata = { title: "Orders" };

export default async function OrdersPage({ params, searchParams }: Props) {
  const { org, id } = await params;
  const before = [(await searchParams).before].flat()[0]?.slice(0, 300).replaceAll("\0", "");
  const here = `/${org}/contacts/${id}`;
  const { ctx, organization } = await memberContext(org, `${here}/orders`);
  const { contact } = await readContact(ctx, id);
  const { orders, next } = await listOrders(ctx, { contact: id, before });
  return (
    <>
      <PageHead title={`Orders of ${nameOf(contact)}`}>
        <LinkButton href={here}>Back to the profile</LinkButton>
      </PageHead>
      <PageBody narrow>
        <Card>
          {orders.length === 0 ? <p className="text-muted">No orders here.</p> : null}
          <OrderLines orders={orders} zone={organization.timeZone} />
        </Card>
        {before || next ? (
          <nav aria-label="Older and newer" className="flex gap-2">
            {before ? <LinkButton href={`${here}/orders`}>Newest</LinkButton> : null}
            {next ? <LinkButton href={`${here}/orders?before=${encodeURIComponent(next)}`}>Older</LinkButton> : null}
          </nav>
        ) : null}
      </PageBody>
    </>
  );
}
