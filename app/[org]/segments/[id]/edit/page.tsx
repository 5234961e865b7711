import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { Failure } from "@/lib/errors";
import { may } from "@/lib/permissions";
import { lookAt } from "@/lib/segments/look";
import { OneSegment } from "@/lib/segments/segments";
import { showSegment } from "@/lib/segments/show";
import type { Ctx } from "@/lib/tenancy";
import { memberContext } from "@/lib/web/session";
import { beginning } from "../../builder/begin";
import { Builder } from "../../builder/builder";

export const metadata: Metadata = { title: "Edit segment" };

export default async function EditSegmentPage({ params }: { params: Promise<{ org: string; id: string }> }) {
  const { org, id } = await params;
  const { ctx } = await memberContext(org, `/${org}/segments/${id}/edit`);
  const segment = await segmentAt(ctx, id);
  const back = `/${org}/segments/${id}`;
  if (!may(ctx, "contacts.edit")) redirect(back);
  const [look, rest] = await Promise.all([lookAt(ctx, { definition: segment.definition }), beginning(ctx)]);
  const { name, description, state, editedAt } = segment;
  const kept = { id: segment.id, seen: editedAt.toISOString(), name, description, state };
  return (
    <Builder key={id} org={org} back={back} kept={kept} definition={look.definition} labels={look.labels} {...rest} />
  );
}

async function segmentAt(ctx: Ctx, id: string) {
  const input = OneSegment.safeParse({ segment: id });
  if (!input.success) notFound();
  try {
    return await showSegment(ctx, input.data);
  } catch (error) {
    if (error instanceof Failure && error.problem === "not-found") notFound();
    throw error;
  }
}
