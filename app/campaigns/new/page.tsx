/** A link out of a store's own admin, which knows a group but no organization: `/campaigns/new?group=…`. */
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { mine } from "@/lib/organizations";
import { organizationOfGroup } from "@/lib/store-groups/show";
import { requireUser } from "@/lib/web/session";

export default async function NewCampaign({ searchParams }: { searchParams: Promise<{ group?: string | string[] }> }) {
  const group = z.uuid().safeParse((await searchParams).group);
  if (!group.success) notFound();
  const user = await requireUser(`/campaigns/new?group=${group.data}`);
  const org = await organizationOfGroup({ group: group.data });
  if (!(await mine(user)).some(({ slug }) => slug === org)) notFound();
  redirect(`/${org}/campaigns/new?group=${group.data}`);
}
