"use client";
import Link from "next/link";
import type { Line } from "./line";
import { MenuButton } from "./row/row-end";
import { Standing } from "./row/turned";
import { PhoneBox } from "./selection/boxes";

/**
 * At phone width a contact is two lines, and nothing scrolls sideways. `chooses`: rows can be selected, once “Select”
 * is on.
 */
export function PhoneRows({ lines, org, chooses }: { lines: Line[]; org: string; chooses: boolean }) {
  return (
    <ul className="border-t">
      {lines.map((line) => (
        <li
          key={line.id}
          data-contact={line.id}
          className="relative flex items-center border-b pr-1.5 last:border-b-0 group-has-[.select-mode:checked]/rows:pl-6 has-[input[name=contacts]:checked]:bg-select"
        >
          {chooses ? <PhoneBox line={line} /> : null}
          <Link
            href={`/${org}/contacts/${line.id}`}
            prefetch={false}
            data-opens={line.id}
            className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 py-[11px] pr-1.5 pl-4"
          >
            <span className="truncate font-medium">{line.name}</span>
            <span className="num text-right">{line.spent}</span>
            <span className="truncate text-small text-muted">{line.address === line.name ? "" : line.address}</span>
            <span className="text-right text-small">
              <Standing id={line.id} now={line.standing} />
            </span>
          </Link>
          <MenuButton id={line.id} name={line.short} />
        </li>
      ))}
    </ul>
  );
}
