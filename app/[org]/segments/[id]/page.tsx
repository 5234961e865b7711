import { clsx } from "clsx";
import type { Metadata } from "next";
import { ActionButton } from "@/app/ui/action-button";
import { Figure, Figures } from "@/app/ui/figures";
import { Live } from "@/app/ui/live";
import { Note } from "@/app/ui/note";
import { PageBody } from "@/app/ui/page-head";
import { signed } from "@/app/ui/sparkline";
import { Time } from "@/app/ui/values";
import { counted, dayKey, formatNumber } from "@/lib/format";
import { may } from "@/lib/permissions";
import { historyOf } from "@/lib/segments/history";
import { latestRefresh } from "@/lib/segments/runs";
import type { Whole } from "@/lib/segments/show";
import { memberContext } from "@/lib/web/session";
import { activateSegment } from "../actions";
import { Refreshed, tookWords } from "../refreshed";
import { History, UsedBy } from "./beside";
import { SegmentHead } from "./head";
import { Members } from "./members";
import { OverTime, views } from "./over-time";
import { readSegment } from "./segment";
import { Why } from "./why";

type Props = {
  params: Promise<{ org: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/segments/${id}`);
  return { title: (await readSegment(ctx, id)).segment.name };
}

export default async function SegmentPage({ params, searchParams }: Props) {
  const { org, id } = await params;
  const asked = await searchParams;
  const here = `/${org}/segments/${id}`;
  const { ctx, organization } = await memberContext(org, here);
  const { segment, version } = await readSegment(ctx, id);
  const run = await latestRefresh(ctx, { segment: id });
  const zone = organization.timeZone;
  const edit = may(ctx, "contacts.edit");
  const one = (name: string) => [asked[name]].flat()[0] ?? "";
  const view = views.find((known) => known === one("show")) ?? "size";
  const active = segment.state === "active";
  return (
    <>
      <SegmentHead ctx={ctx} org={org} segment={segment} />
      <PageBody>
        <InWords segment={segment} />
        {active ? null : <Resting org={org} segment={segment} edit={edit} />}
        {active ? <Refreshed {...{ org, zone, run, edit }} next={segment.next} one /> : null}
        <div className={active ? "grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]" : ""}>
          {active ? (
            <div className="grid min-w-0 gap-4">
              <Numbers segment={segment} zone={zone} />
              <OverTime segment={segment} view={view} here={(view) => `${here}?show=${view}`} zone={zone} />
              <Members ctx={ctx} org={org} segment={id} asked={asked} />
            </div>
          ) : null}
          <div className={clsx("grid min-w-0 gap-4", !active && "items-start lg:grid-cols-3")}>
            <Why ctx={ctx} org={org} segment={segment} who={one("who")} contact={one("why") || null} />
            <UsedBy org={org} segment={segment} />
            <History done={await historyOf(ctx, { segment: id })} zone={zone} />
          </div>
        </div>
      </PageBody>
      <Live url={`${here}/pulse`} version={version} />
    </>
  );
}

function InWords({ segment: { words, description } }: { segment: Whole }) {
  if (words === null)
    return <Note tone="stop">Its condition is not understood any more. The members stay as they are; edit it.</Note>;
  return (
    <section aria-label="In words" className="rounded-lg border bg-surface p-4">
      <h2 className="mb-1 text-small font-normal text-muted">In words</h2>
      <p className="break-words">{words}</p>
      {description ? <p className="mt-2 break-words text-muted">{description}</p> : null}
    </section>
  );
}

function Resting({ org, segment: { id, state }, edit }: { org: string; segment: Whole; edit: boolean }) {
  const draft = state === "draft";
  return (
    <Note
      action={
        edit ? (
          <ActionButton org={org} hidden={{ segment: id }} action={activateSegment} pending="Activating…">
            {draft ? "Activate" : "Restore"}
          </ActionButton>
        ) : null
      }
    >
      {draft
        ? "A draft has no members yet. Activate it, and whoever meets the condition is in it within moments."
        : "It is archived: nobody is in it. Restore it, and whoever meets the condition then is in it again."}
    </Note>
  );
}

function Numbers({ segment, zone }: { segment: Whole; zone: string }) {
  const { size, change, days, refreshedAt, refreshedMs } = segment;
  const today = days.find(({ day }) => day === dayKey(new Date(), zone));
  return (
    <Figures label="Figures">
      <Figure value={formatNumber(size)}>{counted(size, "person", "people")} now</Figure>
      <Figure value={signed(change)}>change in 30 days</Figure>
      <Figure value={formatNumber(today?.joined ?? 0)}>joined today</Figure>
      <Figure value={formatNumber(today?.left ?? 0)}>left today</Figure>
      <Figure value={<Time at={refreshedAt} zone={zone} as="short" />}>
        refreshed{refreshedMs === null ? "" : `, in ${tookWords(refreshedMs)}`}
      </Figure>
    </Figures>
  );
}
