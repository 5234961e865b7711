/** The contacts as a table, rendered on the server: no script is needed to read, sort, page or open. */
import { constructTable } from "@tanstack/react-table";
import { flexRender } from "@tanstack/react-table/flex-render";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { RowLinks } from "@/app/ui/row-links";
import type { Row } from "@/lib/contacts/directory";
import { type ColumnName, columnNames } from "@/lib/contacts/directory/columns";
import { addressOf, type Query } from "@/lib/contacts/directory/params";
import { type SortKey, sorts } from "@/lib/contacts/directory/sorts";
import { columnsFor, features } from "./columns";
import type { Place } from "./panel/place";
import { PageBox } from "./selection/boxes";

export function ContactsTable({
  rows,
  query,
  columns,
  org,
  zone,
  place,
  chooses,
}: {
  rows: Row[];
  query: Query;
  columns: ColumnName[];
  org: string;
  zone: string;
  place: Place;
  /** Rows have a box to be selected by. */
  chooses: boolean;
}) {
  const table = constructTable({
    features,
    data: rows,
    columns: columnsFor({ org, zone, place, chooses }),
    getRowId: (row) => row.id,
    initialState: { columnVisibility: Object.fromEntries(columnNames.map((name) => [name, columns.includes(name)])) },
  });
  return (
    <table className="records">
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => {
              const { columnDef } = header.column;
              const title = flexRender(columnDef.header, header.getContext()) as ReactNode;
              return (
                <Heading
                  key={header.id}
                  sort={columnDef.meta?.sort}
                  right={columnDef.meta?.right}
                  end={columnDef.meta?.end}
                  query={query}
                  org={org}
                  before={chooses && header.column.id === "contact" ? <PageBox /> : null}
                >
                  {title}
                </Heading>
              );
            })}
          </tr>
        ))}
      </thead>
      <RowLinks>
        {table.getRowModel().rows.map((row) => (
          <tr
            key={row.id}
            data-href={`/${org}/contacts/${row.id}`}
            data-contact={row.id}
            data-beside={row.id === place.open.panel || undefined}
            className="cursor-pointer"
          >
            {row.getVisibleCells().map((cell) => {
              const { columnDef } = cell.column;
              return (
                <td
                  key={cell.id}
                  className={clsx(
                    columnDef.meta?.right && "right",
                    columnDef.meta?.muted && "text-muted",
                    columnDef.meta?.end && "end",
                  )}
                >
                  {flexRender(columnDef.cell, cell.getContext()) as ReactNode}
                </td>
              );
            })}
          </tr>
        ))}
      </RowLinks>
    </table>
  );
}

/** A heading that sorts: first its natural direction, then the other. */
function Heading({
  sort,
  right,
  end,
  query,
  org,
  before,
  children,
}: {
  sort: SortKey | undefined;
  right: boolean | undefined;
  end: boolean | undefined;
  query: Query;
  org: string;
  before: ReactNode;
  children: ReactNode;
}) {
  if (!sort) return <th className={clsx(right && "right", end && "end")}>{children}</th>;
  const on = query.sort === sort;
  const down = on && sorts[sort].down !== query.turned;
  return (
    <th className={clsx(right && "right")} aria-sort={on ? (down ? "descending" : "ascending") : undefined}>
      {before}
      <Link
        href={addressOf(`/${org}/contacts`, query, { sort, turned: on && !query.turned })}
        prefetch={false}
        className={clsx("inline-flex items-center gap-1 hover:text-ink", on && "text-ink")}
      >
        {children}
        {on ? <Arrow down={down} /> : null}
      </Link>
    </th>
  );
}

function Arrow({ down }: { down: boolean }) {
  return down ? <ArrowDown aria-hidden className="size-3" /> : <ArrowUp aria-hidden className="size-3" />;
}
