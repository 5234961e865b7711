import type { Metadata } from "next";
import { type ReactNode, Suspense } from "react";
import { Note } from "@/app/ui/note";
import { PageHead } from "@/app/ui/page-head";
import { Count } from "@/app/ui/values";
import { countAllContacts, importNames, type Listing, listContacts, storeNames } from "@/lib/contacts/directory";
import { type Look, lookOf } from "@/lib/contacts/directory/columns";
import { addressOf, isFiltered, type Query, readQuery, type SearchParams } from "@/lib/contacts/directory/params";
import { listViews } from "@/lib/contacts/directory/views";
import { listLists } from "@/lib/lists/lists";
import { may } from "@/lib/permissions";
import { segmentNames } from "@/lib/segments/show";
import { listTags } from "@/lib/tags/tags";
import type { Ctx } from "@/lib/tenancy";
import { memberContext } from "@/lib/web/session";
import { BeingRead } from "./being-read";
import { BulkStrip, readStrip } from "./bulk/strip";
import { FirstContacts, NobodyMatches } from "./empty";
import { FilterBar } from "./filter-bar";
import { filtersOf, type Offered } from "./filters";
import { Pages } from "./pages";
import { Opened } from "./panel/opened";
import { type Place, readOpen } from "./panel/place";
import { PhoneRows } from "./phone-rows";
import { RowActions } from "./row/row-actions";
import { FileLinks } from "./selection/links";
import { kindsFor, Selection } from "./selection/selection";
import { ContactsTable, laidOut, linesOf } from "./table";
import { Tally } from "./tally";
import { ViewTabs } from "./views";

export const metadata: Metadata = { title: "Contacts" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> };

export default async function ContactsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/contacts`);
  const asked = await searchParams;
  const { query: wanted, problems } = readQuery(asked);
  const strip = await readStrip(ctx);
  const [page, usual, views, offered] = await Promise.all([
    listContacts(ctx, wanted),
    lookOf(ctx),
    listViews(ctx),
    offeredIn(ctx, wanted),
  ]);
  const { query } = page;
  const place = { list: addressOf(`/${org}/contacts`, query, { cursor: query.cursor }), open: readOpen(asked) };
  const view = views.find(({ id }) => id === query.view) ?? null;
  const look = view ? { ...usual, columns: view.columns } : usual;
  const told = [...problems, ...page.problems];
  const bare = page.rows.length === 0 && !isFiltered(query);
  const zone = organization.timeZone;
  const chooses = kindsFor(ctx).length > 0;
  const count = <Tally ctx={ctx} query={query} />;
  return (
    <div className="group/rows flex flex-col md:h-[calc(100dvh-48px)]">
      <PageHead
        title="Contacts"
        sub={
          <Suspense>
            <Everybody ctx={ctx} />
          </Suspense>
        }
      >
        {bare ? null : <FileLinks ctx={ctx} org={org} query={query} />}
      </PageHead>
      {told.length > 0 ? (
        <div className="px-4 pb-3 md:px-6">
          <Note tone="wait">{told.join(" ")}</Note>
        </div>
      ) : null}
      <BeingRead ctx={ctx} org={org} />
      <BulkStrip ctx={ctx} org={org} strip={strip} />
      {bare ? (
        <FirstContacts org={org} platforms={offered.stores.map(({ platform }) => platform)} />
      ) : (
        <>
          <ViewTabs org={org} views={views} view={view} />
          <FilterBar
            org={org}
            query={query}
            filters={filtersOf(query, offered)}
            look={look}
            view={view}
            edits={may(ctx, "contacts.edit")}
            chooses={chooses && page.rows.length > 0}
          />
          <RowActions ctx={ctx} org={org} rows={page.rows} place={place}>
            <List ctx={ctx} org={org} zone={zone} query={query} page={page} look={look} count={count} place={place} />
            <Opened ctx={ctx} org={org} zone={zone} place={place} rows={page.rows} />
          </RowActions>
        </>
      )}
    </div>
  );
}

/** What there is to filter by. */
async function offeredIn(ctx: Ctx, query: Query): Promise<Offered> {
  const [stores, imports, tags, lists, segments] = await Promise.all([
    storeNames(ctx),
    importNames(ctx, query),
    listTags(ctx),
    listLists(ctx),
    segmentNames(ctx),
  ]);
  return { stores, imports, tags, lists, segments };
}

type ListProps = {
  ctx: Ctx;
  org: string;
  zone: string;
  query: Query;
  page: Listing;
  look: Look;
  count: ReactNode;
  place: Place;
};

function List({ ctx, org, zone, query, page, look, count, place }: ListProps) {
  const chooses = kindsFor(ctx).length > 0;
  if (page.rows.length === 0) return <NobodyMatches org={org} q={query.q} />;
  const table = laidOut(page.rows, look, zone);
  const lines = linesOf(table);
  return (
    <>
      <div className="md:hidden">
        <PhoneRows lines={lines} org={org} chooses={chooses} />
      </div>
      <section aria-label="Contacts" className="hidden min-h-0 overflow-auto border-t md:block">
        <ContactsTable
          table={table}
          lines={lines}
          query={query}
          look={look}
          org={org}
          place={place}
          chooses={chooses}
        />
      </section>
      <Pages org={org} query={query} page={page} count={count} />
      <Selection ctx={ctx} org={org} query={query} ids={page.rows.map(({ id }) => id)} />
    </>
  );
}

async function Everybody({ ctx }: { ctx: Ctx }) {
  return <Count value={await countAllContacts(ctx)} />;
}
