import type { Metadata } from "next";
import type { ReactNode } from "react";
import { LinkButton } from "@/app/ui/button";
import { EmptyState } from "@/app/ui/empty-state";
import { Note } from "@/app/ui/note";
import { PageBody } from "@/app/ui/page-head";
import { Failure } from "@/lib/errors";
import { may } from "@/lib/permissions";
import { countSuppressions, listSuppressions } from "@/lib/suppressions/suppressions";
import type { Ctx } from "@/lib/tenancy";
import { memberContext } from "@/lib/web/session";
import { GroupsHead } from "../lists/head";
import { AddAddresses, ImportFile } from "./add";
import { type Asked, addressOf, readAsked } from "./asked";
import { Filters } from "./filters";
import { Reason } from "./reason";
import { SuppressionsTable } from "./table";

export const metadata: Metadata = { title: "Suppressions" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function SuppressionsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/suppressions`);
  const { asked, understood } = readAsked(await searchParams);
  const [{ items, next, lost }, counts] = await Promise.all([pageOf(ctx, asked), countSuppressions(ctx)]);
  const edit = may(ctx, "contacts.edit");
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const actions = edit ? (
    <>
      <ImportFile org={org} />
      <AddAddresses org={org} />
    </>
  ) : null;
  return (
    <>
      <GroupsHead org={org} here="suppressions">
        {actions}
      </GroupsHead>
      {all === 0 && items.length === 0 ? (
        <NobodyYet />
      ) : (
        <PageBody>
          {understood && !lost ? null : (
            <Note tone="wait">A part of this address could not be understood, and was left out.</Note>
          )}
          <p className="max-w-prose text-muted">
            Nobody writes to these addresses, whatever their consent says. What was added by hand can be lifted; the
            rest stays.
          </p>
          <Filters org={org} asked={asked} counts={counts} />
          {items.length > 0 ? (
            <SuppressionsTable items={items} org={org} zone={organization.timeZone} edit={edit} />
          ) : (
            <p className="py-8 text-center text-muted">No suppressed address matches.</p>
          )}
          <Pages org={org} asked={asked} next={next} />
        </PageBody>
      )}
    </>
  );
}

/** A page whose cursor was damaged begins at the newest. */
async function pageOf(ctx: Ctx, asked: Asked) {
  try {
    return { ...(await listSuppressions(ctx, asked)), lost: false };
  } catch (error) {
    if (!(error instanceof Failure) || error.problem !== "invalid") throw error;
    return { ...(await listSuppressions(ctx, { ...asked, cursor: undefined })), lost: true };
  }
}

function Pages({ org, asked, next }: { org: string; asked: Asked; next: string | null }) {
  if (!asked.cursor && !next) return null;
  const at = (cursor: string | undefined) => addressOf(org, { ...asked, cursor });
  return (
    <nav aria-label="Pages" className="flex gap-2">
      {asked.cursor ? <LinkButton href={at(undefined)}>Newest</LinkButton> : null}
      {next ? <LinkButton href={at(next)}>Earlier</LinkButton> : null}
    </nav>
  );
}

/** Its buttons are the page's own: what they tell stays open when the first address is there. */
function NobodyYet() {
  return (
    <EmptyState title="Addresses nobody may write to" example={<Example />}>
      Mail that comes back for good, complaints and erased people appear here by themselves. Add competitors, test
      accounts or the list of those who unsubscribed from the tool you used before: whoever is here gets nothing,
      whatever their consent.
    </EmptyState>
  );
}

function Example() {
  return (
    <div aria-hidden className="overflow-hidden rounded-lg border bg-raised">
      <Line address="buyer@rival.example">
        <Reason of="manual" />
      </Line>
      <Line address="old.account@example.com">
        <Reason of="bounce" />
      </Line>
      <Line address="erased">
        <Reason of="erased" />
      </Line>
    </div>
  );
}

function Line({ address, children }: { address: string; children: ReactNode }) {
  return (
    <div className="flex h-10 items-center gap-4 border-b px-4 last:border-0">
      <span className="truncate font-medium">{address}</span>
      <span className="ml-auto">{children}</span>
    </div>
  );
}
