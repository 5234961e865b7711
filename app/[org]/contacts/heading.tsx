/** A heading of the table: sorts, first in its natural direction, then in the other; its right edge can be dragged. */
import { clsx } from "clsx";
import type { CSSProperties, ReactNode } from "react";
import { SortLink, sortedWay } from "@/app/ui/sort-link";
import { addressOf, type Query } from "@/lib/contacts/directory/params";
import { sorts } from "@/lib/contacts/directory/sorts";
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
  const on = sort !== undefined && query.sort === sort;
  const down = on ? sorts[sort].down !== query.turned : null;
  const title = sort ? (
    <SortLink href={addressOf(`/${org}/contacts`, query, { sort, turned: on && !query.turned })} down={down}>
      {children}
    </SortLink>
  ) : (
    children
  );
  return (
    <th
      // Its own name, without the edge's: each cell is announced by it.
      aria-label={end ? undefined : String(children)}
      style={asWide(width)}
      className={clsx(right && "right", end && "end")}
      aria-sort={sortedWay(down)}
    >
      {before}
      {title}
      {end ? null : <Edge org={org} column={id} title={String(children)} width={width} />}
    </th>
  );
}

/** A column that was given a width keeps it, whatever is in it. */
export function asWide(width: number | undefined): CSSProperties | undefined {
  return width ? { width, minWidth: width, maxWidth: width } : undefined;
}
