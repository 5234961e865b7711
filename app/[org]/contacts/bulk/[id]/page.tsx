import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Card, Fact, Facts } from "@/app/ui/card";
import { Live } from "@/app/ui/live";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { Status } from "@/app/ui/status";
import { Count, Time } from "@/app/ui/values";
import type { BulkView } from "@/lib/bulk/show";
import { formatDuration } from "@/lib/format";
import { memberContext } from "@/lib/web/session";
import { Action, states } from "../action";
import { words } from "../words";
import { readBulk } from "./action";

type Props = { params: Promise<{ org: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/contacts/bulk/${id}`);
  return { title: words[(await readBulk(ctx, id)).action.kind].name };
}

export default async function BulkActionPage({ params }: Props) {
  const { org, id } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/contacts/bulk/${id}`);
  const { version, action } = await readBulk(ctx, id);
  const { tone, word } = states[action.state];
  return (
    <>
      <PageHead title={words[action.kind].name} sub={<Status tone={tone}>{word}</Status>} />
      <PageBody narrow>
        <Card>
          <Action ctx={ctx} org={org} action={action} />
        </Card>
        <Card title="What was asked">
          <Facts>
            <Told action={action} zone={organization.timeZone} org={org} />
          </Facts>
        </Card>
        <p>
          <Link href={`/${org}/contacts/bulk`} className="text-muted underline underline-offset-3">
            All bulk actions
          </Link>
        </p>
      </PageBody>
      <Live url={`/${org}/contacts/bulk/${id}/pulse`} version={version} seconds={1} />
    </>
  );
}

function Told({ action, zone, org }: { action: BulkView; zone: string; org: string }): ReactNode {
  const { startedAt, finishedAt } = action;
  return (
    <>
      <Fact name="By">
        {action.askedBy}, <Time at={action.askedAt} zone={zone} />
      </Fact>
      <Fact name="Who was meant">
        {action.query === null ? (
          <>
            <Count value={action.expected} /> chosen one by one
          </>
        ) : (
          <>
            everybody who matched{" "}
            <Link
              href={`/${org}/contacts${action.query && `?${action.query}`}`}
              className="underline underline-offset-3"
            >
              the list
            </Link>{" "}
            at that moment: <Count value={action.expected} />
          </>
        )}
      </Fact>
      {action.names.length > 0 ? (
        <Fact name={action.kind.endsWith("tag") ? "Tags" : "List"}>{action.names.join(", ")}</Fact>
      ) : null}
      <Fact name={action.kind === "export" ? "In the file" : "Really changed"}>
        <Count value={action.changed} />
      </Fact>
      {startedAt && finishedAt && action.state !== "undoing" ? (
        <Fact name="Took">{formatDuration((finishedAt.getTime() - startedAt.getTime()) / 1000)}</Fact>
      ) : null}
      {action.undoAskedAt ? (
        <>
          <Fact name="Undone by">
            {action.undoAskedBy}, <Time at={action.undoAskedAt} zone={zone} />
          </Fact>
          <Fact name="Put back">
            <Count value={action.undone} />
          </Fact>
        </>
      ) : null}
    </>
  );
}
