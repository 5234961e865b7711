import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { may } from "@/lib/permissions";
import { lookAt } from "@/lib/segments/look";
import { memberContext } from "@/lib/web/session";
import { beginning } from "../../builder/begin";
import { Builder } from "../../builder/builder";
import { readSegment } from "../segment";

export const metadata: Metadata = { title: "Edit segment" };

export default async function EditSegmentPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/segments/${id}/edit`);
  const { segment } = await readSegment(ctx, id);
  const back = `/${org}/segments/${id}`;
  if (!may(ctx, "contacts.edit")) redirect(back);
  const [look, rest] = await Promise.all([lookAt(ctx, { definition: segment.definition }), beginning(ctx)]);
  const { name, description, state, editedAt } = segment;
  const kept = { id: segment.id, seen: editedAt.toISOString(), name, description, state };
  return (
    <Builder key={id} org={org} back={back} kept={kept} definition={look.definition} labels={look.labels} {...rest} />
  );
}
