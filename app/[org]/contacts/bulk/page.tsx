import type { Metadata } from "next";
import Link from "next/link";
import { LinkButton } from "@/app/ui/button";
import { Line } from "@/app/ui/card";
import { EmptyState } from "@/app/ui/empty-state";
import { Live } from "@/app/ui/live";
import { Older } from "@/app/ui/older";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Time } from "@/app/ui/values";
import { bulkVersion, ListBulk, listBulk } from "@/lib/bulk/show";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { Action } from "./action";

export const metadata: Metadata = { title: "Bulk actions" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ before?: string | string[] }> };

export default async function BulkPage({ params, searchParams }: Props) {
  const { org } = await params;
  const base = `/${org}/contacts/bulk`;
  const { ctx, organization } = await memberContext(org, base);
  const asked = ListBulk.safeParse({ before: [(await searchParams).before].flat()[0] });
  const version = await bulkVersion(ctx);
  const { actions, next } = await listBulk(ctx, asked.success ? asked.data : {});
  if (actions.length === 0) return <Nothing org={org} acts={may(ctx, "contacts.edit")} />;
  return (
    <>
      <PageHead title="Bulk actions" sub="What was done to many contacts at once" />
      <PageBody>
        <ul className="rounded-lg border bg-raised p-4">
          {actions.map((action) => (
            <Line key={action.id}>
              <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
                <Action ctx={ctx} org={org} action={action} />
                <p className="text-small text-muted">
                  <Link href={`${base}/${action.id}`} className="underline-offset-3 hover:underline">
                    <Time at={action.askedAt} zone={organization.timeZone} />
                  </Link>
                  , by {action.askedBy}
                </p>
              </div>
            </Line>
          ))}
        </ul>
        <Older base={base} next={next} />
      </PageBody>
      <Live url={`${base}/pulse`} version={version} />
    </>
  );
}

function Nothing({ org, acts }: { org: string; acts: boolean }) {
  return (
    <EmptyState
      page
      title="No bulk actions yet"
      action={
        <LinkButton look="go" href={`/${org}/contacts`}>
          Show the contacts
        </LinkButton>
      }
    >
      {acts
        ? "Tick contacts in the list, or select all that match its filters, and tag, export or switch them together. What was done stays here, and can be undone for 30 days where that is possible."
        : "What editors do to many contacts at once stands here."}
    </EmptyState>
  );
}
