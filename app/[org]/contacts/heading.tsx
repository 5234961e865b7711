/** A heading of the table: sorts, first in its natural direction, then in the other; its right edge can be dragged. */
import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { CSSProperties, ReactNode } from "react";
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
  const down = on && sorts[sort].down !== query.turned;
  const title = sort ? (
    <Link
      href={addressOf(`/${org}/contacts`, query, { sort, turned: on && !query.turned })}
      prefetch={false}
      className={clsx("inline-flex items-center gap-1 hover:text-ink", on && "text-ink")}
    >
      {children}
      {on ? <Arrow down={down} /> : null}
    </Link>
  ) : (
    children
  );
  return (
    <th
      // Its own name, without the edge's: each cell is announced by it.
      aria-label={end ? undefined : String(children)}
      style={asWide(width)}
      className={clsx(right && "right", end && "end")}
      aria-sort={on ? (down ? "descending" : "ascending") : undefined}
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

function Arrow({ down }: { down: boolean }) {
  return down ? <ArrowDown aria-hidden className="size-3" /> : <ArrowUp aria-hidden className="size-3" />;
}
