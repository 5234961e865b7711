/** The contacts as a table: no script is needed to read, sort, page or open. */
import { constructTable } from "@tanstack/react-table";
import { clsx } from "clsx";
import { nameOf, shortNameOf, standingOf } from "@/app/ui/words";
import type { Row } from "@/lib/contacts/directory";
import { columnNames, type Look } from "@/lib/contacts/directory/columns";
import type { Query } from "@/lib/contacts/directory/params";
import { formatMoney } from "@/lib/format";
import { columnsFor, features } from "./columns";
import { Heading } from "./heading";
import type { Cell, Line, Shape } from "./line";
import type { Place } from "./panel/place";
import { PageBox } from "./selection/boxes";
import { TableBody } from "./table-body";

/** `zone` is the organization's time zone. */
export function laidOut(rows: Row[], look: Look, zone: string) {
  return constructTable({
    features,
    data: rows,
    columns: columnsFor(zone),
    getRowId: (row) => row.id,
    initialState: {
      columnVisibility: Object.fromEntries(columnNames.map((name) => [name, look.columns.includes(name)])),
    },
  });
}

type Table = ReturnType<typeof laidOut>;

/** What of each row is shown, here and on a phone. */
export function linesOf(table: Table): Line[] {
  return table.getRowModel().rows.map((row) => ({
    id: row.id,
    name: nameOf(row.original),
    short: shortNameOf(row.original),
    address: row.original.email ?? row.original.phone ?? "No address",
    standing: standingOf(row.original),
    spent: formatMoney(row.original.spent, row.original.currency),
    cells: row.getVisibleCells().map((cell) => cell.getValue() as Cell),
  }));
}

type Props = {
  table: Table;
  lines: Line[];
  query: Query;
  look: Look;
  org: string;
  place: Place;
  /** Rows have a box to be selected by. */
  chooses: boolean;
};

export function ContactsTable({ table, lines, query, look, org, place, chooses }: Props) {
  const columns = table.getVisibleLeafColumns().map(({ id, columnDef: { header, meta = {} } }) => ({
    meta,
    title: String(header),
    shape: { id, right: meta.right, muted: meta.muted, end: meta.end, width: look.widths[id as keyof Look["widths"]] },
  }));
  return (
    <table className={clsx("records [&_tbody_tr:last-child_td]:border-b-0", look.density === "compact" && "compact")}>
      <thead>
        <tr>
          {columns.map(({ shape, meta, title }) => (
            <Heading
              key={shape.id}
              shape={shape}
              sort={meta.sort}
              query={query}
              org={org}
              before={chooses && shape.id === "contact" ? <PageBox /> : null}
            >
              {title}
            </Heading>
          ))}
        </tr>
      </thead>
      <TableBody
        lines={lines}
        shapes={columns.map(({ shape }): Shape => shape)}
        org={org}
        place={place}
        chooses={chooses}
      />
    </table>
  );
}
