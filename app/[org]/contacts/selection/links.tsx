/** Beside the page's title: a file of people in, everybody shown as a file out, and what was done to many before. */
import { LinkButton } from "@/app/ui/button";
import { type Query, writeQuery } from "@/lib/contacts/directory/params";
import { may } from "@/lib/permissions";
import type { Ctx } from "@/lib/tenancy";
import { addressFor } from "../bulk/selected";

export function FileLinks({ ctx, org, query }: { ctx: Ctx; org: string; query: Query }) {
  const page = `/${org}/contacts/bulk`;
  const shown = addressFor({ all: true, query: writeQuery({ ...query, cursor: null }).toString(), contacts: [] });
  return (
    <>
      <LinkButton look="bare" href={page} prefetch={false} className="max-md:-ml-3">
        Bulk actions
      </LinkButton>
      {may(ctx, "contacts.export") ? (
        <LinkButton href={`${page}/new?kind=export&${shown}`} prefetch={false} className="max-md:hidden">
          Export
        </LinkButton>
      ) : null}
      {may(ctx, "contacts.edit") ? (
        <LinkButton href={`/${org}/uploads/new`} prefetch={false} look="go">
          Import contacts
        </LinkButton>
      ) : null}
    </>
  );
}
