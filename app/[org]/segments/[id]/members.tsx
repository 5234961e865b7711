/** Who is in it: the list of contacts, narrowed to the segment. */
import { HelpCircle } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { LinkButton } from "@/app/ui/button";
import { CardTable } from "@/app/ui/card-table";
import { Note } from "@/app/ui/note";
import { RowLinks } from "@/app/ui/row-links";
import { SearchBox } from "@/app/ui/search-box";
import { Status } from "@/app/ui/status";
import { Money } from "@/app/ui/values";
import { fullName, nameOf, standingOf } from "@/app/ui/words";
import { listContacts, type Row } from "@/lib/contacts/directory";
import { type Query, readQuery, type SearchParams, writeQuery } from "@/lib/contacts/directory/params";
import { formatNumber } from "@/lib/format";
import type { Ctx } from "@/lib/tenancy";

type Props = { ctx: Ctx; org: string; segment: string; asked: SearchParams };

const shownAtOnce = 25;

export async function Members({ ctx, org, segment, asked }: Props) {
  const { q, after, before } = asked;
  const { query, problems } = readQuery({ q, after, before, segment });
  const page = await listContacts(ctx, query, shownAtOnce);
  const here = `/${org}/segments/${segment}`;
  const told = [...problems, ...page.problems];
  const to = (cursor: Query["cursor"]) => addressIn(here, { ...query, cursor });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2>Members</h2>
        <Form action={here} scroll={false} className="w-full md:ml-auto md:w-auto">
          <SearchBox
            address={here}
            q={query.q}
            label="Search members by name, email and phone"
            placeholder="Find a member"
          />
        </Form>
      </div>
      {told.length > 0 ? <Note tone="wait">{told.join(" ")}</Note> : null}
      {page.rows.length === 0 ? (
        <p className="text-muted">{query.q ? `No member is found by “${query.q}”.` : "Nobody is in it."}</p>
      ) : (
        <Table rows={page.rows} org={org} here={here} />
      )}
      {page.next || page.previous ? (
        <nav aria-label="Pages of members" className="num flex items-center gap-2 text-muted">
          <p role="status">
            {formatNumber(page.first)}–{formatNumber(page.first + page.rows.length - 1)}
          </p>
          <div className="ml-auto flex gap-2">
            {page.previous ? <LinkButton href={to(page.previous)}>Previous</LinkButton> : null}
            {page.next ? <LinkButton href={to(page.next)}>Next</LinkButton> : null}
          </div>
        </nav>
      ) : null}
    </div>
  );
}

/** The segment is in the path already. */
function addressIn(here: string, query: Query): string {
  const params = writeQuery(query);
  params.delete("segment");
  return `${here}?${params}`;
}

function Table({ rows, org, here }: { rows: Row[]; org: string; here: string }) {
  return (
    <CardTable
      label="Members"
      head={
        <>
          <th>Email or phone</th>
          <th className="max-md:hidden">Name</th>
          <th className="max-md:hidden">Status</th>
          <th className="right max-md:hidden">Orders</th>
          <th className="right">Total spent</th>
          <th className="end">
            <span className="sr-only">Why</span>
          </th>
        </>
      }
    >
      <RowLinks>
        {rows.map((row) => (
          <MemberRow key={row.id} row={row} org={org} here={here} />
        ))}
      </RowLinks>
    </CardTable>
  );
}

function MemberRow({ row, org, here }: { row: Row; org: string; here: string }) {
  const href = `/${org}/contacts/${row.id}`;
  const { tone, word } = standingOf(row);
  const why = `Why ${nameOf(row)} is in this segment`;
  return (
    <tr data-href={href} className="cursor-pointer">
      <td className="max-md:w-full max-md:max-w-0">
        <Link href={href} prefetch={false} className="block truncate font-medium">
          {row.email ?? row.phone ?? "No address"}
        </Link>
        <span className="block truncate text-small text-muted md:hidden">{fullName(row)}</span>
      </td>
      <td className="max-w-44 max-md:hidden">{fullName(row)}</td>
      <td className="max-md:hidden">
        <Status tone={tone}>{word}</Status>
      </td>
      <td className="num right max-md:hidden">{formatNumber(row.orders)}</td>
      <td className="right">
        <Money amount={row.spent} currency={row.currency} />
      </td>
      <td className="end w-px">
        <LinkButton look="bare" className="px-2" href={`${here}?why=${row.id}#why`} aria-label={why} title="Why">
          <HelpCircle aria-hidden />
        </LinkButton>
      </td>
    </tr>
  );
}
