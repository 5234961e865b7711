import type { Metadata } from "next";
import Form from "next/form";
import type { ReactNode } from "react";
import { EmptyState } from "@/app/ui/empty-state";
import { PageBody } from "@/app/ui/page-head";
import { SearchBox } from "@/app/ui/search-box";
import { Soon } from "@/app/ui/soon";
import { Tag } from "@/app/ui/tag";
import { formatNumber, plural } from "@/lib/format";
import { may } from "@/lib/permissions";
import { specialTags, tagFigures } from "@/lib/tags/figures";
import { listTags } from "@/lib/tags/tags";
import { memberContext } from "@/lib/web/session";
import { GroupsHead } from "../lists/head";
import { AllTags } from "./all-tags";
import { NewTag } from "./new-tag";
import { Special } from "./special";
import { TagsTable } from "./tags-table";

export const metadata: Metadata = { title: "Tags" };

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ q?: string | string[] }> };

/** How many are shown at once, and from how many on there is a search. */
const shownAtOnce = 300;
const searchedFrom = 20;

export default async function TagsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const q = [(await searchParams).q ?? ""].flat()[0]!.trim();
  const { ctx, organization } = await memberContext(org, `/${org}/tags`);
  const zone = organization.timeZone;
  const tags = await listTags(ctx);
  const found = tags.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()));
  const edit = may(ctx, "contacts.edit");
  const create = edit ? <NewTag org={org} /> : null;
  const table = { tags: found.slice(0, shownAtOnce), org, zone, edit };
  return (
    <>
      <GroupsHead org={org} here="tags">
        {tags.length > 0 ? create : null}
      </GroupsHead>
      {tags.length === 0 ? <FirstTag>{create}</FirstTag> : null}
      <PageBody>
        {tags.length >= searchedFrom || q ? <Search org={org} q={q} all={tags.length} found={found.length} /> : null}
        {found.length > 0 ? (
          <AllTags tags={tags.map(({ id, name }) => ({ id, name }))}>
            <Soon of={tagFigures(ctx, { zone })}>{(figures) => <TagsTable {...table} figures={figures} />}</Soon>
          </AllTags>
        ) : null}
        <Soon of={specialTags(ctx)}>{(stores) => <Special stores={stores} org={org} />}</Soon>
      </PageBody>
    </>
  );
}

function Search({ org, q, all, found }: { org: string; q: string; all: number; found: number }) {
  const first = found > shownAtOnce ? `, the first ${shownAtOnce} of them` : "";
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Form action={`/${org}/tags`} scroll={false} className="w-full md:w-auto">
        <SearchBox address={`/${org}/tags`} q={q} label="Search tags by name" placeholder="Name of a tag" />
      </Form>
      <p role="status" className="num text-muted">
        {q ? `${formatNumber(found)} of ${plural(all, "tag")}` : plural(all, "tag")}
        {first}
      </p>
    </div>
  );
}

function FirstTag({ children }: { children: ReactNode }) {
  return (
    <EmptyState title="A tag is what you call people by" example={<Example />} action={children}>
      Put tags on people by hand, on everybody a filter finds, or with a file. Filter by them later, and choose or leave
      out whoever has one when you write.
    </EmptyState>
  );
}

function Example() {
  return (
    <p aria-hidden className="text-center">
      <Tag colour="blue">vip</Tag> <Tag colour="amber">met at the fair</Tag> <Tag colour="red">complained once</Tag>{" "}
      <Tag>wholesale</Tag>
    </p>
  );
}
