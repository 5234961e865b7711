/** Where a link out of a store's admin arrives: the group it chose, and who of it can be written to. */
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { LinkButton } from "@/app/ui/button";
import { Card, Line } from "@/app/ui/card";
import { EmptyState } from "@/app/ui/empty-state";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { formatNumber, plural } from "@/lib/format";
import { lookAt } from "@/lib/segments/look";
import { reachOf } from "@/lib/segments/reach";
import { storeGroup } from "@/lib/store-groups/show";
import { memberContext } from "@/lib/web/session";

export const metadata: Metadata = { title: "New campaign" };

export default async function NewCampaignPage({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>;
  searchParams: Promise<{ group?: string | string[] }>;
}) {
  const { org } = await params;
  const asked = z.uuid().safeParse((await searchParams).group);
  const { ctx } = await memberContext(org, `/${org}/campaigns/new${asked.success ? `?group=${asked.data}` : ""}`);
  if (!asked.success) redirect(`/${org}/stores`);
  const group = await storeGroup(ctx, { group: asked.data });
  if (!group || group.gone) return <Gone org={org} name={group?.name} />;
  const definition = { include: { field: "store-group", operator: "any", value: [group.id] } };
  const [look, reach] = await Promise.all([lookAt(ctx, { definition }), reachOf(ctx, { definition })]);
  return (
    <>
      <PageHead title="New campaign">
        <LinkButton href={`/${org}/segments/new?text=${encodeURIComponent(look.text)}`}>
          Make a segment of it
        </LinkButton>
      </PageHead>
      <PageBody narrow>
        <Card title="To" note="campaigns cannot be written here yet; this group is what the link chose">
          <ul>
            <Line end={plural(group.size, "customer")}>
              <bdi className="font-medium break-words">{group.name}</bdi>{" "}
              <span className="text-small text-muted">a group of {group.store}</span>
            </Line>
            <Line end={reach ? formatNumber(reach.email) : "not counted in time"}>can be sent an email</Line>
            <Line end={reach ? formatNumber(reach.sms) : "not counted in time"}>can be sent a text message</Line>
          </ul>
        </Card>
      </PageBody>
    </>
  );
}

function Gone({ org, name }: { org: string; name: string | undefined }) {
  return (
    <EmptyState
      page
      title={name ? `The group “${name}” is gone from the store` : "There is no such group"}
      action={<LinkButton href={`/${org}/stores`}>To the stores</LinkButton>}
    >
      Choose another group in the store’s admin, or build a segment.
    </EmptyState>
  );
}
