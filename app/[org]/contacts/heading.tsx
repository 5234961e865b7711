/** A heading of the table: sorts, first in its natural direction, then in the other; its right edge can be dragged. */
import { clsx } from "clsx";
import type { CSSProperties, ReactNode } from "react";
import { SortLink, sortedWay } from "@/app/ui/sort-link";
import { addressOf, type Query } from "@/lib/contacts/directory/params";
import { type SortKey, sorts } from "@/lib/contacts/directory/sorts";
import type { Meta } from "./columns";
import { Edge } from "./edge";

type Props = {
  id: string;
  meta: Meta;
  query: Query;
  org: string;
  width: number | undefined;
  before: ReactNode;
  children: ReactNode;
};

export function Heading({ id, meta: { sort, right, end }, query, org, width, before, children }: Props) {
  const sorting = sort ? sortingBy(org, query, sort) : null;
  const title = sorting ? <SortLink {...sorting}>{children}</SortLink> : children;
  return (
    <th
      // Its own name, without the edge's: each cell is announced by it.
      aria-label={end ? undefined : String(children)}
      style={asWide(width)}
      className={clsx(right && "right", end && "end")}
      aria-sort={sortedWay(sorting?.down ?? null)}
    >
      {before}
      {title}
      {end ? null : <Edge org={org} column={id} title={String(children)} width={width} />}
    </th>
  );
}

/** Where a sort's link leads, and which way it runs now; null where another one is on. */
export function sortingBy(org: string, query: Query, sort: SortKey): { href: string; down: boolean | null } {
  const on = query.sort === sort;
  const href = addressOf(`/${org}/contacts`, query, { sort, turned: on && !query.turned });
  return { href, down: on ? sorts[sort].down !== query.turned : null };
}

/** A column that was given a width keeps it, whatever is in it. */
export function asWide(width: number | undefined): CSSProperties | undefined {
  return width ? { width, minWidth: width, maxWidth: width } : undefined;
}
