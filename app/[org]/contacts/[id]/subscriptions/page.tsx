import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "@/app/ui/card";
import { Live } from "@/app/ui/live";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { nameOf } from "@/app/ui/words";
import { showSubscriptions } from "@/lib/contacts/subscriptions";
import { memberContext } from "@/lib/web/session";
import { rightsOf } from "../../row/row-actions";
import { Subscriptions } from "../../subscriptions/subscriptions";
import { readContact } from "../contact";

type Props = { params: Promise<{ org: string; id: string }> };

export const metadata: Metadata = { title: "Subscriptions" };

/** The subscription dialog without a list behind it: for links, and for browsers without scripts. */
export default async function SubscriptionsPage({ params }: Props) {
  const { org, id } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/contacts/${id}/subscriptions`);
  const { version } = await readContact(ctx, id);
  const of = await showSubscriptions(ctx, { contact: id });
  return (
    <>
      <PageHead
        title={`Subscriptions of ${nameOf(of)}`}
        sub={
          <Link href={`/${org}/contacts/${id}`} className="underline underline-offset-3">
            Profile
          </Link>
        }
      />
      <PageBody narrow>
        <Card>
          <Subscriptions of={of} org={org} zone={organization.timeZone} rights={rightsOf(ctx)} />
        </Card>
      </PageBody>
      <Live url={`/${org}/contacts/${id}/pulse`} version={version} />
    </>
  );
}
