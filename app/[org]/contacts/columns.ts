/** The columns of the contacts table: what each shows, and by what it may be sorted. */
import { columnVisibilityFeature, createColumnHelper, metaHelper, tableFeatures } from "@tanstack/react-table";
import { storeReactivityBindings } from "@tanstack/table-core/store-reactivity-bindings";
import { fullName, originOf, tagsOf } from "@/app/ui/words";
import { nameIn } from "@/lib/contacts/codes";
import type { Row } from "@/lib/contacts/directory";
import type { ColumnName } from "@/lib/contacts/directory/columns";
import type { SortKey } from "@/lib/contacts/directory/sorts";
import { formatAgo, formatMoment, formatMoney, formatNumber } from "@/lib/format";
import type { Cell, Shape } from "./line";

export type Meta = { sort?: SortKey } & Pick<Shape, "right" | "muted" | "end">;

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

/** `zone` is the organization's time zone. */
export function columnsFor(zone: string) {
  const helper = createColumnHelper<typeof features, Row>();
  const show = (name: ColumnName, cell: (row: Row) => Cell, meta: Meta = {}) =>
    helper.accessor(cell, { id: name, header: titles[name], meta });
  return helper.columns([
    helper.accessor((): Cell => ({ as: "address" }), {
      id: "contact",
      header: "Email or phone",
      meta: { sort: "email" },
      enableHiding: false,
    }),
    show("name", fullName, { sort: "name" }),
    show("first", (row) => row.firstName, { sort: "first" }),
    show("last", (row) => row.lastName, { sort: "name" }),
    show("phone", (row) => figure(row.phone ?? ""), { sort: "phone" }),
    show("push", (row) => figure(row.pushId ?? ""), { sort: "push" }),
    show("status", () => ({ as: "standing" }), { sort: "status" }),
    show("activity", (row) => (row.active ? "Active" : { as: "muted", text: "Inactive" }), { sort: "activity" }),
    show("source", originOf, { sort: "source", muted: true }),
    show("store", (row) => row.storeName, { sort: "store", muted: true }),
    show("tags", (row) => ({ as: "tags", tags: tagsOf(row) }), { sort: "tags" }),
    show("lists", (row) => ({ as: "lists", count: row.lists, excluded: row.excludedAt !== null }), {
      sort: "lists",
      right: true,
    }),
    show("segments", (row) => row.segments.join(", "), { sort: "segments", muted: true }),
    show("spent", (row) => figure(formatMoney(row.spent, row.currency)), { sort: "spent", right: true }),
    show("orders", (row) => figure(formatNumber(row.orders)), { sort: "orders", right: true }),
    show("interaction", (row) => moment(row.lastInteractionAt, (at) => formatAgo(at, zone)), {
      sort: "interaction",
      muted: true,
    }),
    show("created", (row) => moment(row.createdAt, (at) => formatMoment(at, zone)), { sort: "created", muted: true }),
    show("language", (row) => code("language", row.language), { sort: "language", muted: true }),
    show("country", (row) => code("region", row.country), { sort: "country", muted: true }),
    helper.accessor((): Cell => ({ as: "end" }), {
      id: "end",
      header: "Actions",
      meta: { end: true },
      enableHiding: false,
    }),
  ]);
}

const figure = (text: string): Cell => (text ? { as: "figure", text } : null);

/** A dash where there is none. */
const moment = (at: string | null, told: (at: Date) => string): Cell =>
  at === null ? { as: "faint", text: "–" } : { as: "time", at, text: told(new Date(at)) };

/** In the order of the list, which is that of the codes; the name on hover. */
const code = (of: "language" | "region", code: string | null): Cell =>
  code ? { as: "code", text: code, title: nameIn(of, code) } : null;
