import Link from "next/link";
import { Money } from "@/app/ui/values";
import { nameOf } from "@/app/ui/words";
import type { Row } from "@/lib/contacts/directory";
import { Standing } from "./columns";
import { MenuButton } from "./row/row-end";
import { PhoneBox } from "./selection/boxes";

/** At phone width a contact is two lines, and nothing scrolls sideways. `chooses`: rows can be selected, once “Select” is on. */
export function PhoneRows({ rows, org, chooses }: { rows: Row[]; org: string; chooses: boolean }) {
  return (
    <ul className="border-t">
      {rows.map((row) => (
        <li
          key={row.id}
          data-contact={row.id}
          className="relative flex items-center border-b pr-1.5 last:border-b-0 group-has-[.select-mode:checked]/rows:pl-6 has-[input[name=contacts]:checked]:bg-select"
        >
          {chooses ? <PhoneBox row={row} /> : null}
          <Link
            href={`/${org}/contacts/${row.id}`}
            prefetch={false}
            data-opens={row.id}
            className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 py-[11px] pr-1.5 pl-4"
          >
            <span className="truncate font-medium">{nameOf(row)}</span>
            <span className="text-right">
              <Money amount={row.spent} currency={row.currency} />
            </span>
            <span className="truncate text-small text-muted">{row.email ?? row.phone}</span>
            <span className="text-right text-small">
              <Standing row={row} />
            </span>
          </Link>
          <MenuButton row={row} />
        </li>
      ))}
    </ul>
  );
}
