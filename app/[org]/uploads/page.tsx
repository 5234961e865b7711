import type { Metadata } from "next";
import type { ReactNode } from "react";
import { LinkButton } from "@/app/ui/button";
import { EmptyState } from "@/app/ui/empty-state";
import { Live } from "@/app/ui/live";
import { Older } from "@/app/ui/older";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { importsVersion, ListImports, listImports } from "@/lib/imports/imports";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { UploadsTable } from "./uploads-table";

export const metadata: Metadata = { title: "File uploads" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ before?: string | string[] }> };

export default async function UploadsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const base = `/${org}/uploads`;
  const { ctx, organization } = await memberContext(org, base);
  const asked = ListImports.safeParse({ before: [(await searchParams).before].flat()[0] });
  const version = await importsVersion(ctx);
  const { imports, next } = await listImports(ctx, asked.success ? asked.data : {});
  const create = may(ctx, "contacts.edit") ? (
    <LinkButton look="go" href={`${base}/new`}>
      New upload
    </LinkButton>
  ) : null;
  return (
    <>
      <PageHead title="File uploads">{imports.length > 0 ? create : null}</PageHead>
      {imports.length === 0 ? (
        <NothingYet>{create}</NothingYet>
      ) : (
        <PageBody>
          <UploadsTable uploads={imports} org={org} zone={organization.timeZone} />
          <Older base={base} next={next} />
        </PageBody>
      )}
      <Live url={`${base}/pulse`} version={version} />
    </>
  );
}

function NothingYet({ children }: { children: ReactNode }) {
  return (
    <EmptyState title="Bring the people you know" example={<Example />} action={children}>
      A CSV or Excel file of up to 2 GB: from your old newsletter tool, your till, a fair. You see what every column
      means and what would happen before anything is written, and what happened can be undone for 30 days.
    </EmptyState>
  );
}

function Example() {
  return (
    <div aria-hidden className="overflow-hidden rounded-lg border bg-raised">
      <Line file="fair-march.csv" loaded="48,213 loaded" rejected="37 rejected" />
      <Line file="mailchimp-subscribed.csv" loaded="12,096 loaded" rejected="2 rejected" />
      <Line file="loyalty-cards.xlsx" loaded="871 loaded" rejected="" />
    </div>
  );
}

function Line({ file, loaded, rejected }: { file: string; loaded: string; rejected: string }) {
  return (
    <div className="num flex h-10 items-center gap-4 border-b px-4 last:border-0">
      <span className="truncate font-medium">{file}</span>
      <span className="ml-auto text-muted">{loaded}</span>
      <span className="w-20 text-right text-muted max-sm:hidden">{rejected}</span>
    </div>
  );
}
