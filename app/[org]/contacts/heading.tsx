/** A heading of the table: sorts, first in its natural direction, then in the other; its right edge can be dragged. */
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { SortLink, sortedWay } from "@/app/ui/sort-link";
import { addressOf, type Query } from "@/lib/contacts/directory/params";
import { type SortKey, sorts } from "@/lib/contacts/directory/sorts";
import { Edge } from "./edge";
import { asWide, type Shape } from "./line";

type Props = {
  shape: Shape;
  sort: SortKey | undefined;
  query: Query;
  org: string;
  before: ReactNode;
  children: string;
};

export function Heading({ shape: { id, right, end, width }, sort, query, org, before, children }: Props) {
  const sorting = sort ? sortingBy(org, query, sort) : null;
  const title = end ? <span className="sr-only">{children}</span> : children;
  return (
    <th
      // Its own name, without the edge's: each cell is announced by it.
      aria-label={end ? undefined : children}
      style={asWide(width)}
      className={clsx(right && "right", end && "end")}
      aria-sort={sortedWay(sorting?.down ?? null)}
    >
      {before}
      {sorting ? <SortLink {...sorting}>{title}</SortLink> : title}
      {end ? null : <Edge org={org} column={id} title={children} width={width} />}
    </th>
  );
}

/** Where a sort's link leads, and which way it runs now; null where another one is on. */
export function sortingBy(org: string, query: Query, sort: SortKey): { href: string; down: boolean | null } {
  const on = query.sort === sort;
  const href = addressOf(`/${org}/contacts`, query, { sort, turned: on && !query.turned });
  return { href, down: on ? sorts[sort].down !== query.turned : null };
}
