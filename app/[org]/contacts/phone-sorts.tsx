/** At phone width there are no headings to sort by: each order is a link, and the one that is on turns round. */
import { ArrowDownUp } from "lucide-react";
import { buttonClass } from "@/app/ui/button";
import { Disclosure } from "@/app/ui/disclosure";
import { SortLink } from "@/app/ui/sort-link";
import { type Query, sortToken } from "@/lib/contacts/directory/params";
import { sortKeys, sorts } from "@/lib/contacts/directory/sorts";
import { sortingBy } from "./heading";

export function PhoneSorts({ org, query }: { org: string; query: Query }) {
  return (
    <Disclosure
      key={sortToken(query)}
      end
      className={buttonClass("bare")}
      label={`Sort, now by ${sorts[query.sort].label}`}
      summary={
        <>
          <ArrowDownUp aria-hidden /> Sort
        </>
      }
    >
      <ul className="grid max-h-[60dvh] grid-cols-2 gap-x-4 overflow-auto">
        {sortKeys.map((sort) => (
          <li key={sort} className="py-2 text-muted">
            <SortLink {...sortingBy(org, query, sort)}>{sorts[sort].label}</SortLink>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
