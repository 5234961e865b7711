import Link from "next/link";
import { Money } from "@/app/ui/values";
import { nameOf } from "@/app/ui/words";
import type { Row } from "@/lib/contacts/directory";
import { Standing } from "./columns";

/** At phone width a contact is two lines, and nothing scrolls sideways. */
export function PhoneRows({ rows, org }: { rows: Row[]; org: string }) {
  return (
    <ul className="border-t">
      {rows.map((row) => (
        <li key={row.id} className="border-b">
          <Link
            href={`/${org}/contacts/${row.id}`}
            prefetch={false}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 px-4 py-[11px]"
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
        </li>
      ))}
    </ul>
  );
}
