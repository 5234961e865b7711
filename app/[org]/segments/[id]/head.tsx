import { LinkButton } from "@/app/ui/button";
import { PageHead } from "@/app/ui/page-head";
import { may } from "@/lib/permissions";
import type { Whole } from "@/lib/segments/show";
import type { Ctx } from "@/lib/tenancy";
import { addressFor } from "../../contacts/bulk/selected";
import { inMenu } from "../segment-in-menu";
import { SegmentMenu } from "../segment-menu";
import { SegmentState } from "../state";

/** The name and what can be done: its people as contacts and as a file are the contacts' own list, narrowed to it. */
export function SegmentHead({ ctx, org, segment }: { ctx: Ctx; org: string; segment: Whole }) {
  const { id, name, state, size } = segment;
  const query = `segment=${id}`;
  const everybody = addressFor({ all: true, query, contacts: [] });
  const active = state === "active";
  const edit = may(ctx, "contacts.edit");
  return (
    <PageHead title={<bdi>{name}</bdi>} sub={<SegmentState segment={segment} />}>
      {active ? <LinkButton href={`/${org}/contacts?${query}`}>Open as contacts</LinkButton> : null}
      {active && size > 0 && may(ctx, "contacts.export") ? (
        <LinkButton href={`/${org}/contacts/bulk/new?kind=export&${everybody}`} prefetch={false}>
          Export
        </LinkButton>
      ) : null}
      {edit ? (
        <>
          <LinkButton look="go" href={`/${org}/segments/${id}/edit`}>
            Edit
          </LinkButton>
          <SegmentMenu org={org} segment={inMenu(segment)} leads />
        </>
      ) : null}
    </PageHead>
  );
}
