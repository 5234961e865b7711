import type { Metadata } from "next";
import type { ReactNode } from "react";
import { EmptyState } from "@/app/ui/empty-state";
import { PageBody } from "@/app/ui/page-head";
import { Soon } from "@/app/ui/soon";
import { listFigures } from "@/lib/lists/figures";
import { listLists } from "@/lib/lists/lists";
import { may } from "@/lib/permissions";
import { memberContext } from "@/lib/web/session";
import { GroupsHead } from "./head";
import { ListsTable } from "./lists-table";
import { NewList } from "./new-list";

export const metadata: Metadata = { title: "Lists" };

export default async function ListsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { ctx, organization } = await memberContext(org, `/${org}/lists`);
  const lists = await listLists(ctx);
  const edit = may(ctx, "contacts.edit");
  const shown = { lists, org, edit, zone: organization.timeZone };
  const create = edit ? <NewList org={org} /> : null;
  return (
    <>
      <GroupsHead org={org} here="lists">
        {lists.length > 0 ? create : null}
      </GroupsHead>
      {lists.length === 0 ? (
        <FirstList>{create}</FirstList>
      ) : (
        <PageBody>
          <Soon of={listFigures(ctx, { zone: organization.timeZone })}>
            {(figures) => <ListsTable {...shown} figures={figures} />}
          </Soon>
        </PageBody>
      )}
    </>
  );
}

function FirstList({ children }: { children: ReactNode }) {
  return (
    <EmptyState title="A list is a group one joins and leaves" example={<Example />} action={children}>
      People join by a sign-up form or are put on it by you, and the page shows who came and who left. Being on a list
      is no permission to write: that is what consent is for, and no list ever changes it.
    </EmptyState>
  );
}

function Example() {
  return (
    <div aria-hidden className="overflow-hidden rounded-lg border bg-raised">
      <Line name="Monthly letter" members="1,284" change="+96" />
      <Line name="Workshop guests" members="57" change="+12" />
      <Line name="Wholesale" members="23" change="−1" />
    </div>
  );
}

function Line({ name, members, change }: { name: string; members: string; change: string }) {
  return (
    <div className="num flex h-10 items-center gap-4 border-b px-4 last:border-0">
      <span className="truncate font-medium">{name}</span>
      <span className="ml-auto text-muted">{members} members</span>
      <span className="w-10 text-right text-muted">{change}</span>
    </div>
  );
}
