/** The columns of the contacts table: what each shows, and by what it may be sorted. */
import { columnVisibilityFeature, createColumnHelper, metaHelper, tableFeatures } from "@tanstack/react-table";
import { storeReactivityBindings } from "@tanstack/table-core/store-reactivity-bindings";
import Link from "next/link";
import type { ReactNode } from "react";
import { Status } from "@/app/ui/status";
import { Tag, tagColour } from "@/app/ui/tag";
import { Money, Time } from "@/app/ui/values";
import { fullName, kindWords, originOf, standingOf } from "@/app/ui/words";
import type { Row } from "@/lib/contacts/directory";
import type { ColumnName } from "@/lib/contacts/directory/columns";
import type { SortKey } from "@/lib/contacts/directory/sorts";
import { nameIn } from "@/lib/contacts/fields";
import { formatNumber } from "@/lib/format";
import type { Place } from "./panel/place";
import { RowEnd, Subscribed } from "./row/row-end";
import { Turned } from "./row/turned";
import { RowBox } from "./selection/boxes";

/** `end` stays in sight at the right edge, however wide the table is. */
export type Meta = { sort?: SortKey; right?: boolean; muted?: boolean; end?: boolean };

export const features = tableFeatures({
  columnVisibilityFeature,
  coreReactivityFeature: storeReactivityBindings(),
  columnMeta: metaHelper<Meta>(),
});

export const titles: Record<ColumnName, string> = {
  name: "Name",
  first: "First name",
  last: "Last name",
  phone: "Phone",
  push: "Push id",
  status: "Status",
  activity: "Activity",
  source: "Source",
  store: "Store",
  tags: "Tags",
  lists: "Subscribed",
  segments: "Segments",
  spent: "Total spent",
  orders: "Orders",
  interaction: "Last interaction",
  created: "Created",
  language: "Language",
  country: "Country",
};

/** `chooses`: rows have a box to be selected by. */
type Setting = { org: string; zone: string; place: Place; chooses: boolean };

/** `zone` is the organization's time zone. */
export function columnsFor({ org, zone, place, chooses }: Setting) {
  const helper = createColumnHelper<typeof features, Row>();
  const show = (name: ColumnName, cell: (row: Row) => ReactNode, meta: Meta = {}) =>
    helper.display({ id: name, header: titles[name], cell: ({ row }) => cell(row.original), meta });
  return helper.columns([
    helper.display({
      id: "contact",
      header: "Email or phone",
      cell: ({ row }) => (
        <>
          {chooses ? <RowBox row={row.original} /> : null}
          <Address row={row.original} org={org} />
        </>
      ),
      meta: { sort: "email" },
      enableHiding: false,
    }),
    show("name", fullName, { sort: "name" }),
    show("first", (row) => row.firstName, { sort: "first" }),
    show("last", (row) => row.lastName, { sort: "name" }),
    show("phone", (row) => <span className="num">{row.phone}</span>, { sort: "phone" }),
    show("push", (row) => <span className="num">{row.pushId}</span>, { sort: "push" }),
    show("status", (row) => <Standing row={row} />, { sort: "status" }),
    show("activity", (row) => <Activity active={row.active} />, { sort: "activity" }),
    show("source", originOf, { sort: "source", muted: true }),
    show("store", (row) => row.storeName, { sort: "store", muted: true }),
    show("tags", (row) => <Tags row={row} />, { sort: "tags" }),
    show("lists", (row) => <Subscribed row={row} org={org} place={place} />, { sort: "lists", right: true }),
    show("segments", (row) => row.segments.join(", "), { sort: "segments", muted: true }),
    show("spent", (row) => <Money amount={row.spent} currency={row.currency} />, { sort: "spent", right: true }),
    show("orders", (row) => <span className="num">{formatNumber(row.orders)}</span>, { sort: "orders", right: true }),
    show("interaction", (row) => <Time at={row.lastInteractionAt} zone={zone} as="ago" />, {
      sort: "interaction",
      muted: true,
    }),
    show("created", (row) => <Time at={row.createdAt} zone={zone} />, { sort: "created", muted: true }),
    show("language", (row) => <Code of="language" code={row.language} />, { sort: "language", muted: true }),
    show("country", (row) => <Code of="region" code={row.country} />, { sort: "country", muted: true }),
    helper.display({
      id: "end",
      header: () => <span className="sr-only">Actions</span>,
      cell: ({ row }) => <RowEnd row={row.original} place={place} />,
      meta: { end: true },
      enableHiding: false,
    }),
  ]);
}

function Address({ row, org }: { row: Row; org: string }) {
  return (
    <Link href={`/${org}/contacts/${row.id}`} prefetch={false} className="font-medium">
      {row.email ?? row.phone ?? "No address"}
    </Link>
  );
}

export function Standing({ row }: { row: Row }) {
  const { tone, word } = standingOf(row);
  return (
    <Turned id={row.id}>
      <Status tone={tone}>{word}</Status>
    </Turned>
  );
}

function Activity({ active }: { active: boolean }) {
  return active ? "Active" : <span className="text-muted">Inactive</span>;
}

/** In the order of the list, which is that of the codes; the name on hover. */
function Code({ of, code }: { of: "language" | "region"; code: string | null }) {
  return code ? <span title={nameIn(of, code)}>{code}</span> : null;
}

/** Special tags first, then the merchant's own. */
export function Tags({ row }: { row: Pick<Row, "specialTags" | "tags"> }) {
  return (
    <>
      {row.specialTags.map((name) => (
        <Tag key={name} colour="special">
          {kindWords[name] ?? name}
        </Tag>
      ))}
      {row.tags.map((tag) => (
        <Tag key={tag.name} colour={tagColour(tag.colour)}>
          {tag.name}
        </Tag>
      ))}
    </>
  );
}
