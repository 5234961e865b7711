/** The contacts as a table, rendered on the server: no script is needed to read, sort, page or open. */
import { constructTable } from "@tanstack/react-table";
import { flexRender } from "@tanstack/react-table/flex-render";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { RowLinks } from "@/app/ui/row-links";
import type { Row } from "@/lib/contacts/directory";
import { columnNames, type Look } from "@/lib/contacts/directory/columns";
import type { Query } from "@/lib/contacts/directory/params";
import { columnsFor, features } from "./columns";
import { asWide, Heading } from "./heading";
import type { Place } from "./panel/place";
import { PageBox } from "./selection/boxes";

export function ContactsTable({
  rows,
  query,
  look,
  org,
  zone,
  place,
  chooses,
}: {
  rows: Row[];
  query: Query;
  look: Look;
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
    initialState: {
      columnVisibility: Object.fromEntries(columnNames.map((name) => [name, look.columns.includes(name)])),
    },
  });
  const widthOf = (id: string) => look.widths[id as keyof Look["widths"]];
  return (
    <table className={clsx("records [&_tbody_tr:last-child_td]:border-b-0", look.density === "compact" && "compact")}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => {
              const { columnDef } = header.column;
              const title = flexRender(columnDef.header, header.getContext()) as ReactNode;
              return (
                <Heading
                  key={header.id}
                  id={header.column.id}
                  meta={columnDef.meta ?? {}}
                  query={query}
                  org={org}
                  width={widthOf(header.column.id)}
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
                  style={asWide(widthOf(cell.column.id))}
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
