import { LinkButton } from "@/app/ui/button";
import { PageHead } from "@/app/ui/page-head";
import { addressOf } from "@/lib/contacts/directory/params";
import { may } from "@/lib/permissions";
import type { Whole } from "@/lib/segments/show";
import { contactsOf } from "@/lib/segments/to-contacts";
import type { Ctx } from "@/lib/tenancy";
import { addressFor } from "../../contacts/bulk/selected";
import { inMenu } from "../segment-in-menu";
import { SegmentMenu } from "../segment-menu";
import { SegmentState } from "../state";

/**
 * The name and what can be done: its people as a file are the contacts' own list, narrowed to it; as contacts they are
 * the same filters, where the list has them all, to go on from there.
 */
export function SegmentHead({ ctx, org, segment }: { ctx: Ctx; org: string; segment: Whole }) {
  const { id, name, state, size, words, definition } = segment;
  const query = `segment=${id}`;
  const list = addressOf(`/${org}/contacts`, contactsOf(id, words === null ? null : definition));
  const everybody = addressFor({ all: true, query, contacts: [] });
  const active = state === "active";
  const edit = may(ctx, "contacts.edit");
  return (
    <PageHead title={<bdi>{name}</bdi>} sub={<SegmentState segment={segment} />}>
      {active ? <LinkButton href={list}>Open as contacts</LinkButton> : null}
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
