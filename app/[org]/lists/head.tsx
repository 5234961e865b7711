import type { ReactNode } from "react";
import { PageHead } from "@/app/ui/page-head";
import { Tabs } from "@/app/ui/tabs";

const tabs = { lists: "Lists", tags: "Tags", suppressions: "Suppressions" };

/** The title of the room and the way between its pages; `children` are the page's actions. */
export function GroupsHead({ org, here, children }: { org: string; here: keyof typeof tabs; children?: ReactNode }) {
  const all = Object.entries(tabs).map(([path, name]) => ({ href: `/${org}/${path}`, name }));
  return (
    <>
      <PageHead title="Lists & tags">{children}</PageHead>
      <Tabs label="Lists & tags" here={`/${org}/${here}`} tabs={all} />
    </>
  );
}
