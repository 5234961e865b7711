import type { Metadata } from "next";
import { type ReactNode, Suspense } from "react";
import { Note } from "@/app/ui/note";
import { PageHead } from "@/app/ui/page-head";
import { Count } from "@/app/ui/values";
import { countAllContacts, type Listing, listContacts, storeNames } from "@/lib/contacts/directory";
import { type ColumnName, columnsOf } from "@/lib/contacts/directory/columns";
import { addressOf, isFiltered, type Query, readQuery, type SearchParams } from "@/lib/contacts/directory/params";
import type { Ctx } from "@/lib/tenancy";
import { memberContext } from "@/lib/web/session";
import { BeingRead } from "./being-read";
import { BulkStrip } from "./bulk/strip";
import { FirstContacts, NobodyMatches } from "./empty";
import { FilterBar } from "./filter-bar";
import { filtersOf } from "./filters";
import { Pages } from "./pages";
import { Opened } from "./panel/opened";
import { type Place, readOpen } from "./panel/place";
import { PhoneRows } from "./phone-rows";
import { RowActions } from "./row/row-actions";
import { kindsFor, Selection } from "./selection/selection";
import { ContactsTable } from "./table";
import { Tally } from "./tally";

export const metadata: Metadata = { title: "Contacts" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<SearchParams> };

export default async function ContactsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/contacts`);
  const asked = await searchParams;
  const { query, problems } = readQuery(asked);
  const place = { list: addressOf(`/${org}/contacts`, query, { cursor: query.cursor }), open: readOpen(asked) };
  const [page, columns, stores] = await Promise.all([listContacts(ctx, query), columnsOf(ctx), storeNames(ctx)]);
  const told = [...problems, ...page.problems];
  const bare = page.rows.length === 0 && !isFiltered(query);
  const zone = organization.timeZone;
  const count = <Tally ctx={ctx} query={query} />;
  return (
    <div className="flex flex-col md:h-[calc(100dvh-48px)]">
      <PageHead
        title="Contacts"
        sub={
          <Suspense>
            <Everybody ctx={ctx} />
          </Suspense>
        }
      />
      {told.length > 0 ? (
        <div className="px-4 pb-3 md:px-6">
          <Note tone="wait">{told.join(" ")}</Note>
        </div>
      ) : null}
      <BeingRead ctx={ctx} org={org} />
      <BulkStrip ctx={ctx} org={org} />
      {bare ? (
        <FirstContacts org={org} connected={stores.length > 0} />
      ) : (
        <>
          <FilterBar org={org} query={query} filters={filtersOf(query, stores)} columns={columns} />
          <RowActions ctx={ctx} org={org} rows={page.rows} place={place}>
            <List
              ctx={ctx}
              org={org}
              zone={zone}
              query={query}
              page={page}
              columns={columns}
              count={count}
              place={place}
            />
          </RowActions>
        </>
      )}
      <Opened ctx={ctx} org={org} zone={zone} place={place} rows={page.rows} />
    </div>
  );
}

type ListProps = {
  ctx: Ctx;
  org: string;
  zone: string;
  query: Query;
  page: Listing;
  columns: ColumnName[];
  count: ReactNode;
  place: Place;
};

function List({ ctx, org, zone, query, page, columns, count, place }: ListProps) {
  const chooses = kindsFor(ctx).length > 0;
  if (page.rows.length === 0) return <NobodyMatches org={org} q={query.q} />;
  return (
    <>
      <div className="md:hidden">
        <PhoneRows rows={page.rows} org={org} chooses={chooses} />
      </div>
      <section aria-label="Contacts" className="hidden min-h-0 overflow-auto border-t md:block">
        <ContactsTable
          rows={page.rows}
          query={query}
          columns={columns}
          org={org}
          zone={zone}
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
