import type { ReactNode } from "react";
import { Button, LinkButton } from "@/app/ui/button";
import type { Listing } from "@/lib/contacts/directory";
import { addressOf, type Query } from "@/lib/contacts/directory/params";
import { formatNumber } from "@/lib/format";

/** Where in the list one is, and the pages beside it. The place is as it was counted while paging. */
export function Pages({ org, query, page, count }: { org: string; query: Query; page: Listing; count: ReactNode }) {
  const { rows, first, next, previous } = page;
  const to = (cursor: Query["cursor"]) => addressOf(`/${org}/contacts`, query, { cursor });
  return (
    <nav aria-label="Pages" className="num flex items-center gap-3 border-t px-4 py-2.5 text-muted md:px-6">
      <p role="status">
        {rows.length > 0 ? `${formatNumber(first)}–${formatNumber(first + rows.length - 1)} of ` : null}
        {count}
      </p>
      <div className="ml-auto flex gap-2">
        {previous ? <LinkButton href={to(previous)}>Previous</LinkButton> : <Button disabled>Previous</Button>}
        {next ? <LinkButton href={to(next)}>Next</LinkButton> : <Button disabled>Next</Button>}
      </div>
    </nav>
  );
}
