import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Form from "next/form";
import { LinkButton } from "@/app/ui/button";
import { Live } from "@/app/ui/live";
import { PageBody, PageHead } from "@/app/ui/page-head";
import { SearchBox } from "@/app/ui/search-box";
import { Tabs } from "@/app/ui/tabs";
import { formatNumber, plural } from "@/lib/format";
import { may } from "@/lib/permissions";
import { nextRefresh } from "@/lib/segments/clock";
import { type Paged, pageSegments } from "@/lib/segments/page";
import { latestRefresh, segmentsVersion } from "@/lib/segments/runs";
import { memberContext } from "@/lib/web/session";
import { type Asked, addressOf, readAsked, type SearchParams } from "./asked";
import { FirstSegment } from "./first-segment";
import { Refreshed } from "./refreshed";
import { SegmentsTable } from "./segments-table";

export const metadata: Metadata = { title: "Segments" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> };

export default async function SegmentsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/segments`);
  const asked = readAsked(await searchParams);
  const zone = organization.timeZone;
  const version = await segmentsVersion(ctx, {});
  const page = await pageSegments(ctx, asked);
  const edit = may(ctx, "contacts.edit");
  const create = edit ? (
    <LinkButton look="go" href={`/${org}/segments/new`}>
      <Plus aria-hidden /> New segment
    </LinkButton>
  ) : null;
  const none = page.current + page.archived === 0;
  return (
    <>
      <PageHead title="Segments">{none ? null : create}</PageHead>
      {none ? (
        <FirstSegment org={org} edit={edit}>
          {create}
        </FirstSegment>
      ) : (
        <>
          {page.archived > 0 ? <Shelves org={org} asked={asked} page={page} /> : null}
          <PageBody>
            {asked.archived ? null : (
              <Refreshed
                {...{ org, zone, edit, run: await latestRefresh(ctx, {}), next: nextRefresh(zone, new Date()) }}
              />
            )}
            <Found org={org} asked={asked} page={page} />
            {page.segments.length > 0 ? (
              <SegmentsTable segments={page.segments} asked={asked} org={org} zone={zone} edit={edit} />
            ) : (
              <p className="text-muted">{asked.q ? `No segment is called “${asked.q}”.` : "None here."}</p>
            )}
            <Further org={org} asked={asked} next={page.next} />
          </PageBody>
        </>
      )}
      <Live url={`/${org}/segments/pulse`} version={version} />
    </>
  );
}

type Part = { org: string; asked: Asked; page: Paged };

function Shelves({ org, asked, page: { current, archived } }: Part) {
  const [of, put] = [false, true].map((archived) => addressOf(org, { ...asked, q: "" }, { archived }));
  const tabs = [
    { href: of!, name: `In use ${formatNumber(current)}` },
    { href: put!, name: `Archived ${formatNumber(archived)}` },
  ];
  return <Tabs label="Segments" here={asked.archived ? put! : of!} tabs={tabs} />;
}

/** From so many on there is a search. */
const searchedFrom = 10;

function Found({ org, asked, page: { found, current, archived } }: Part) {
  const all = asked.archived ? archived : current;
  if (all < searchedFrom && !asked.q) return null;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Form action={`/${org}/segments`} scroll={false} className="w-full md:w-auto">
        {asked.archived ? <input type="hidden" name="show" value="archived" /> : null}
        <SearchBox
          address={addressOf(org, asked, { q: "" })}
          q={asked.q}
          label="Search segments by name and description"
          placeholder="Name or description"
        />
      </Form>
      <p role="status" className="num text-muted">
        {asked.q ? `${formatNumber(found)} of ${plural(all, "segment")}` : plural(all, "segment")}
      </p>
    </div>
  );
}

function Further({ org, asked, next }: { org: string; asked: Asked; next: string | null }) {
  if (!next && !asked.after) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2">
      {asked.after ? <LinkButton href={addressOf(org, asked)}>First page</LinkButton> : null}
      {next ? <LinkButton href={addressOf(org, asked, { after: next })}>Next</LinkButton> : null}
    </nav>
  );
}
