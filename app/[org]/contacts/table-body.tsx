"use client";
/** The rows of the table. What they say comes as data: as elements it came twice, and was most of the page's weight. */
import { clsx } from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { RowLinks } from "@/app/ui/row-links";
import { Tags } from "@/app/ui/tag";
import { asWide, type Cell, type Line, type Shape } from "./line";
import type { Place } from "./panel/place";
import { RowEnd, Subscribed } from "./row/row-end";
import { Standing } from "./row/turned";
import { RowBox } from "./selection/boxes";

type Setting = { org: string; place: Place; chooses: boolean };
type Props = Setting & { lines: Line[]; shapes: Shape[] };

export function TableBody({ lines, shapes, ...setting }: Props) {
  return (
    <RowLinks>
      {lines.map((line) => (
        <tr
          key={line.id}
          data-href={`/${setting.org}/contacts/${line.id}`}
          data-contact={line.id}
          data-beside={line.id === setting.place.open.panel || undefined}
          className="cursor-pointer"
        >
          {shapes.map(({ id, right, muted, end, width }, at) => (
            <td key={id} style={asWide(width)} className={clsx(right && "right", muted && "text-muted", end && "end")}>
              {draw(line.cells[at] ?? null, line, setting)}
            </td>
          ))}
        </tr>
      ))}
    </RowLinks>
  );
}

const looks = { figure: "num", muted: "text-muted", faint: "text-faint" };

function draw(cell: Cell, line: Line, { org, place, chooses }: Setting): ReactNode {
  if (cell === null || typeof cell === "string") return cell;
  switch (cell.as) {
    case "address":
      return (
        <>
          {chooses ? <RowBox line={line} /> : null}
          <Link href={`/${org}/contacts/${line.id}`} prefetch={false} className="font-medium">
            {line.address}
          </Link>
        </>
      );
    case "standing":
      return <Standing id={line.id} now={line.standing} />;
    case "figure":
    case "muted":
    case "faint":
      return <span className={looks[cell.as]}>{cell.text}</span>;
    case "code":
      return <span title={cell.title}>{cell.text}</span>;
    case "tags":
      return <Tags tags={cell.tags} />;
    case "lists":
      return <Subscribed line={line} count={cell.count} excluded={cell.excluded} org={org} place={place} />;
    case "time":
      return (
        <time dateTime={cell.at} title={cell.at} className="num">
          {cell.text}
        </time>
      );
    case "end":
      return <RowEnd line={line} place={place} />;
  }
}
